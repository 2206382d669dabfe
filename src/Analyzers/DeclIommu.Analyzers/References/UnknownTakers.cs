using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Judges callees without a contract.</summary>
internal static class UnknownTakers
{
    /// <summary>Whether the callee may take over what belongs to a known pair.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parameter">The parameter that it is passed for.</param>
    public static TakerKind Judge(CallSite call, IParameterSymbol parameter)
    {
        IMethodSymbol method = call.Method;
        if (OnlyLooks(method) || IsSpan(parameter.Type) || MemoryViews.AreLeft(parameter, call.Operation.Syntax) || MemoryViews.Viewed(call.Operation) is not null)
        {
            return TakerKind.Never;
        }

        if (method.MethodKind is MethodKind.Constructor)
        {
            return IsSpan(method.ContainingType) ? TakerKind.Never : TakerKind.Likely;
        }

        // What a safe handle is set to it will release.
        if (method.Name is "SetHandle" or "InitHandle")
        {
            return TakerKind.Likely;
        }

        if (method.DeclaringSyntaxReferences.IsEmpty && IsOfFramework(method))
        {
            return call.Result is { Name: "Memory" or "ReadOnlyMemory" or "ArraySegment" or "ReadOnlySequence" } ? TakerKind.Maybe : TakerKind.Never;
        }

        // Who is told of a part of it, or answers with a number, works on it and leaves it where it is.
        if (IsWindow(method, parameter) || IsNumber(call.Result))
        {
            return TakerKind.Never;
        }

        // One that answers may answer whether it took it.
        return call.Result is { SpecialType: SpecialType.System_Void } || method.ContainingType?.TypeKind is TypeKind.Delegate ? TakerKind.Maybe : TakerKind.Likely;
    }

    /// <summary>Callees that never keep what they are passed, whatever its type.</summary>
    public static bool OnlyLooks(IMethodSymbol method) => (method.ContainingType?.Name, method.Name) switch
    {
        ("GC", "KeepAlive") or (_, "ThrowIfNull") or ("Object", "ReferenceEquals" or "Equals") or ("Debug", _) or ("String", "Format" or "Concat") => true,
        (_, "Equals" or "GetHashCode" or "ToString") => true,
        ("EqualityComparer" or "Assert", _) => true,
        _ => false,
    };

    // Nobody can give back by a span what it is of.
    private static bool IsSpan(ITypeSymbol type) => type is { Name: "Span" or "ReadOnlySpan", IsRefLikeType: true };

    // A buffer with an offset and a length after it.
    private static bool IsWindow(IMethodSymbol method, IParameterSymbol parameter)
        => parameter.Ordinal + 2 < method.Parameters.Length && method.Parameters[parameter.Ordinal + 1].Type.SpecialType is SpecialType.System_Int32
            && method.Parameters[parameter.Ordinal + 2].Type.SpecialType is SpecialType.System_Int32;

    private static bool IsNumber(ITypeSymbol? result) => result?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    // What computes and copies; not what collects, queues, publishes or completes.
    private static bool IsOfFramework(IMethodSymbol method)
    {
        if (method.ContainingType is { Name: "GCHandle" or "Volatile" or "Interlocked" or "Lazy" or "WeakReference" or "MemoryMarshal" or "ReadOnlySequence" })
        {
            return false;
        }

        return method.ContainingNamespace?.ToDisplayString() is "System" or "System.IO" or "System.Text" or "System.Buffers" or "System.Buffers.Text" or "System.Buffers.Binary"
            or "System.Numerics" or "System.Globalization" or "System.Security.Cryptography" or "System.Runtime.InteropServices" or "System.Runtime.CompilerServices"
            or "System.IO.Compression" or "System.IO.Hashing" or "System.Net.Sockets";
    }
}
