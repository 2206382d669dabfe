using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>
/// Structs around a single value, such as an ID around its number: who owns the one owns the other. A type that is counted is none: its references have an owner each,
/// and neither is one that is disposed of, for then it is more than what it holds.
/// </summary>
internal static class WrapperTypes
{
    /// <summary>The value that a creation wraps; null if it makes something else.</summary>
    public static IOperation? Wrapped(IOperation operation, OwnershipReader contracts)
        => operation is IObjectCreationOperation { Arguments: { Length: 1 } arguments, Initializer: null, Type: INamedTypeSymbol type } && ValueOf(type, contracts) is { } value
            && arguments[0].Parameter is { RefKind: RefKind.None or RefKind.In } parameter && IsSameKind(parameter.Type, value)
            ? arguments[0].Value
            : null;

    /// <summary>The wrapper whose value a member gives; null if it gives something else.</summary>
    public static IOperation? Unwrapped(IMemberReferenceOperation operation, OwnershipReader contracts)
        => operation is IPropertyReferenceOperation { Property: { IsIndexer: false, SetMethod: null } } or IFieldReferenceOperation
            && operation.Instance is { Type: INamedTypeSymbol type } && ValueOf(type, contracts) is { } value && SymbolEqualityComparer.Default.Equals(operation.Type, value)
            ? operation.Instance
            : null;

    private static ITypeSymbol? ValueOf(INamedTypeSymbol type, OwnershipReader contracts)
    {
        if (type is not { IsValueType: true, TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } || contracts.IsCounted(type)
            || type.AllInterfaces.Any(static contract => contract is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" }))
        {
            return null;
        }

        IFieldSymbol? only = null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field)
            {
                if (only is not null)
                {
                    return null;
                }

                only = field;
            }
        }

        return only?.Type;
    }

    // A number may be made of a wider one that is checked first.
    private static bool IsSameKind(ITypeSymbol given, ITypeSymbol kept) => SymbolEqualityComparer.Default.Equals(given, kept) || (IsInteger(given) && IsInteger(kept));

    private static bool IsInteger(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
