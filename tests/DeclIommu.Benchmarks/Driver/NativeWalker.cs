using System.Runtime.InteropServices;
using DeclIommu.Device;

namespace DeclIommu.Benchmarks.Driver;

/// <summary>The walks in plain C, built beside the benchmark.</summary>
internal static unsafe partial class NativeWalker
{
    [LibraryImport("walker")]
    [SuppressGCTransition]
    public static partial ulong walk_host(NativeContext* context, ulong* addresses, int count);

    [LibraryImport("walker")]
    [SuppressGCTransition]
    public static partial ulong walk_nested(NativeContext* context, uint pasid, ulong* addresses, int count);

    [LibraryImport("walker")]
    public static partial int host_walk(NativeContext* context, ulong address, int wanted, int granted, TaggedRegion* page, ulong* place);

    [LibraryImport("walker")]
    public static partial int nested_walk(NativeContext* context, uint pasid, ulong address, int wanted, TaggedRegion* page, ulong* place);
}
