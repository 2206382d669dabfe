using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Calls that do not throw, as far as references are concerned.</summary>
internal static class HarmlessCalls
{
    public static bool Includes(IInvocationOperation call, ReferenceAnalysis analysis)
    {
        IMethodSymbol method = call.TargetMethod;
        return analysis.Options.NonThrowingMethods.Contains(method.Name)
            || IsOfFramework(method)
            || OnlyTellsWhere(method)
            || analysis.ContractOf(CallTarget.Of(call)).Pair is { Releases: not null, Acquires: null };
    }

    /// <summary>Constructors that only put values side by side.</summary>
    public static bool Includes(IObjectCreationOperation creation)
        => creation.Type is { IsValueType: true, Name: "Span" or "ReadOnlySpan" or "MemoryHandle", ContainingNamespace.Name: "System" or "Buffers" };

    private static bool IsOfFramework(IMethodSymbol method) => method.ContainingType is
    {
        Name: "Interlocked" or "Volatile" or "GC" or "Unsafe" or "Debug" or "MemoryExtensions" or "Array" or "Buffer" or "Math" or "CryptographicOperations",
        ContainingNamespace.Name: "System" or "Threading" or "CompilerServices" or "Diagnostics" or "Cryptography",
    };

    // A member that returns where something lies, such as GetPinnableReference, computes an address.
    private static bool OnlyTellsWhere(IMethodSymbol method)
        => ((method.ReturnsByRef || method.ReturnsByRefReadonly) && method.Parameters.IsEmpty)
            || (method.Name is "GetReference" or "GetArrayDataReference" && method.ContainingType is { Name: "MemoryMarshal" });
}
