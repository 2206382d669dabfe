using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The pairs of the framework, and those that a project lists.</summary>
internal sealed class KnownPairs
{
    private static readonly KnownPair Array = new("ArrayPool.Rent", "Return") { IsForgiving = true };
    private static readonly KnownPair Owner = new("MemoryPool.Rent", "Dispose") { IsForgiving = true };
    private static readonly KnownPair Handle = new("GCHandle.Alloc", "Free");
    private static readonly KnownPair SafeHandle = new("DangerousAddRef", "DangerousRelease") { IsOfReceiver = true };
    private static readonly KnownPair Native = new("NativeMemory.Alloc", "NativeMemory.Free");
    private static readonly KnownPair Aligned = new("NativeMemory.AlignedAlloc", "NativeMemory.AlignedFree");
    private static readonly KnownPair Global = new("Marshal.AllocHGlobal", "Marshal.FreeHGlobal");
    private static readonly KnownPair TaskMemory = new("Marshal.AllocCoTaskMem", "Marshal.FreeCoTaskMem");

    private readonly ImmutableDictionary<string, PairRole> _listed;

    /// <param name="listed">The roles of members, by documentation-comment ID.</param>
    public KnownPairs(ImmutableDictionary<string, PairRole> listed) => _listed = listed;

    /// <summary>Whether a file lists pairs beside those of the framework.</summary>
    public bool HasListed => !_listed.IsEmpty;

    public PairRole? Of(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        PairRole? role = OfFramework(definition);
        return role is null && !_listed.IsEmpty && definition.GetDocumentationCommentId() is { } id && _listed.TryGetValue(id, out PairRole? listed) ? listed : role;
    }

    private static PairRole? OfFramework(IMethodSymbol method) => (method.ContainingType?.Name, method.Name) switch
    {
        ("ArrayPool", "Rent") when IsIn(method, "System.Buffers") => Gives(Array),
        ("ArrayPool", "Return") when IsIn(method, "System.Buffers") => Takes(Array),
        ("MemoryPool", "Rent") when IsIn(method, "System.Buffers") => Gives(Owner),
        ("GCHandle", "Alloc") when IsIn(method, "System.Runtime.InteropServices") => Gives(Handle),
        ("GCHandle", "Free") when IsIn(method, "System.Runtime.InteropServices") => new PairRole(Handle, null, PairTarget.Receiver),
        ("SafeHandle", "DangerousAddRef") when method.Parameters.Length == 1 => new PairRole(SafeHandle, PairTarget.Receiver, null, FlagParameter: 0),
        ("SafeHandle", "DangerousRelease") => new PairRole(SafeHandle, null, PairTarget.Receiver),
        ("NativeMemory", var name) when IsIn(method, "System.Runtime.InteropServices") => name switch
        {
            "Alloc" or "AllocZeroed" => Gives(Native),
            "AlignedAlloc" => Gives(Aligned),
            "Free" => Takes(Native),
            "AlignedFree" => Takes(Aligned),
            "Realloc" => Exchanges(Native),
            "AlignedRealloc" => Exchanges(Aligned),
            _ => null,
        },
        ("Marshal", var name) when IsIn(method, "System.Runtime.InteropServices") => name switch
        {
            "AllocHGlobal" or "StringToHGlobalAnsi" or "StringToHGlobalUni" or "StringToHGlobalAuto" => Gives(Global),
            "FreeHGlobal" => Takes(Global),
            "ReAllocHGlobal" => Exchanges(Global),
            "AllocCoTaskMem" or "StringToCoTaskMemAnsi" or "StringToCoTaskMemUni" or "StringToCoTaskMemAuto" or "StringToCoTaskMemUTF8" => Gives(TaskMemory),
            "FreeCoTaskMem" => Takes(TaskMemory),
            "ReAllocCoTaskMem" => Exchanges(TaskMemory),
            _ => null,
        },
        _ => null,
    };

    private static PairRole Gives(KnownPair pair) => new(pair, PairTarget.Result, null);

    private static PairRole Takes(KnownPair pair) => new(pair, null, PairTarget.Parameter);

    private static PairRole Exchanges(KnownPair pair) => new(pair, PairTarget.Result, PairTarget.Parameter);

    private static bool IsIn(IMethodSymbol method, string @namespace) => method.ContainingType.ContainingNamespace?.ToDisplayString() == @namespace;
}
