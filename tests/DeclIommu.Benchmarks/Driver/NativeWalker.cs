using System.Runtime.InteropServices;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>The walks in plain C, built beside the benchmark.</summary>
internal static partial class NativeWalker
{
    [LibraryImport("walker")]
    [SuppressGCTransition]
    public static unsafe partial ulong walk_host(byte* memory, ulong root, ulong* addresses, int count);

    [LibraryImport("walker")]
    [SuppressGCTransition]
    public static unsafe partial ulong walk_nested(byte* memory, ulong hostRoot, ulong guestRoot, ulong* addresses, int count);
}
