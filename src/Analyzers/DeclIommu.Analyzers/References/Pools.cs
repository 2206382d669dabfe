using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Owned collections whose type only keeps what is in them for others: it has nothing to release.</summary>
internal static class Pools
{
    /// <summary>
    /// Whether an owned field is a pool, of objects that nobody uses until they are handed out again and that have no member by which they could be released; or a queue,
    /// whose type hands out all that is in it, as owned, to those who are to release it.
    /// </summary>
    public static bool Is(ISymbol field, INamedTypeSymbol type, OwnershipReader contracts)
    {
        ITypeSymbol held = field is IFieldSymbol variable ? variable.Type : ((IPropertySymbol)field).Type;
        if (contracts.IsCounted(held) || OwnedElements.ElementOf(held, contracts) is not { } element || !contracts.IsCounted(element))
        {
            return false;
        }

        bool isPool = !HasRelease(element, contracts);
        return type.GetMembers().OfType<IMethodSymbol>().Any(method => contracts.Of(method).Result is ResultOwnership.Owned
            && ((isPool && SymbolEqualityComparer.Default.Equals(method.ReturnType, element)) || SymbolEqualityComparer.Default.Equals(OwnedElements.ElementOf(method.ReturnType, contracts), element)));
    }

    private static bool HasRelease(ITypeSymbol type, OwnershipReader contracts)
    {
        if (type.AllInterfaces.Any(contract => contract is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" } || Releases(contract, contracts)))
        {
            return true;
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Releases(current, contracts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Releases(ITypeSymbol type, OwnershipReader contracts) => type.GetMembers().OfType<IMethodSymbol>().Any(method => contracts.Of(method).Receiver is ReceiverEffect.Releases);
}
