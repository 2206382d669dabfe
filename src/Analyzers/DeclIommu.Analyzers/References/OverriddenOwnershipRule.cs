using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0010: an override or implementation takes what its callers give up, and gives what they expect to own.</summary>
internal static class OverriddenOwnershipRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.WeakerOwnership,
        "Override does not keep the ownership contract",
        "'{0}' {1}, but '{2}', which it stands in for, {3}",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A caller that sees the base member goes by its contract: what the two understand differently is leaked or released twice.",
        helpLinkUri: RuleLinks.For(RuleIds.WeakerOwnership));

    public static void Register(CompilationStartAnalysisContext context, ReferenceScope scope)
    {
        context.RegisterSymbolAction(symbol => CheckMember(symbol, scope), SymbolKind.Method);
        context.RegisterSymbolAction(symbol => CheckType(symbol, scope), SymbolKind.NamedType);
    }

    private static void CheckMember(SymbolAnalysisContext context, ReferenceScope scope)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!scope.Contracts.Attributes.MayCarry(method))
        {
            return;
        }

        IEnumerable<IMethodSymbol> inherited = method.OverriddenMethod is { } overridden ? ImplementedMethods.Of(method).Prepend(overridden) : ImplementedMethods.Of(method);
        foreach (IMethodSymbol promised in inherited)
        {
            if (Report(context, scope, method, promised, (method.AssociatedSymbol ?? method).Locations[0]))
            {
                return;
            }
        }
    }

    /// <summary>A method of a base type may stand in for an interface that only the derived type implements.</summary>
    private static void CheckType(SymbolAnalysisContext context, ReferenceScope scope)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not TypeKind.Class)
        {
            return;
        }

        foreach (INamedTypeSymbol contract in type.Interfaces.SelectMany(static contract => contract.AllInterfaces.Prepend(contract)))
        {
            foreach (IMethodSymbol promised in contract.GetMembers().OfType<IMethodSymbol>())
            {
                if (type.FindImplementationForInterfaceMember(promised) is IMethodSymbol method
                    && !SymbolEqualityComparer.Default.Equals(method.ContainingType, type)
                    && method.ContainingType.TypeKind is TypeKind.Class
                    && !method.ContainingType.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default)
                    && Report(context, scope, method, promised, type.Locations[0]))
                {
                    return;
                }
            }
        }
    }

    private static bool Report(SymbolAnalysisContext context, ReferenceScope scope, IMethodSymbol method, IMethodSymbol promised, Location place)
    {
        OwnershipContract contract = scope.Contracts.Of(promised);

        // What comes without sources and contracts says nothing of ownership, neither one way nor the other.
        bool isSilent = contract.IsEmpty && promised.DeclaringSyntaxReferences.IsEmpty;
        if (isSilent || OwnershipDifference.Find(scope.Contracts.Of(method), contract, promised, scope.Contracts) is not { } difference)
        {
            return false;
        }

        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place, NameOf(method), difference.Own, promised.ContainingType.Name + "." + NameOf(promised), difference.Promised));
        return true;
    }

    private static string NameOf(IMethodSymbol method) => (method.AssociatedSymbol ?? method).Name;
}
