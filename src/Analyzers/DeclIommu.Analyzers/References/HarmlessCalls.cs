using DeclIommu.Analyzers.Contracts;
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
            || OnlyGivesBack(CallTarget.Of(call), analysis);
    }

    /// <summary>Constructors that only put values side by side.</summary>
    public static bool Includes(IObjectCreationOperation creation)
        => creation.Type is { IsValueType: true, Name: "Span" or "ReadOnlySpan" or "MemoryHandle", ContainingNamespace.Name: "System" or "Buffers" };

    // To give back cannot fail: who could not would have nothing left to do about it.
    private static bool OnlyGivesBack(IMethodSymbol method, ReferenceAnalysis analysis)
    {
        (OwnershipContract contract, PairRole? pair) = analysis.ContractOf(method);
        return pair is { Releases: not null, Acquires: null } || (contract.Receiver is ReceiverEffect.Releases && method.ReturnsVoid);
    }

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
