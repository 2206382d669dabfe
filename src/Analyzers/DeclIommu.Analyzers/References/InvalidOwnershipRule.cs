using System;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0015: what an ownership contract says can be kept.</summary>
internal static class InvalidOwnershipRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.InvalidOwnership,
        "Invalid ownership contract",
        "'{0}' means nothing here: {1}",
        RuleCategories.References,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An ownership contract stands where there is a reference to own, and no other contract says the opposite.",
        helpLinkUri: RuleLinks.For(RuleIds.InvalidOwnership));

    public static void Register(CompilationStartAnalysisContext context, ReferenceScope scope)
    {
        context.RegisterSymbolAction(
            symbol => Check(symbol.Symbol, scope, symbol.ReportDiagnostic),
            SymbolKind.Field, SymbolKind.Property, SymbolKind.Method);
        context.RegisterOperationAction(
            operation => Check(operation.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)operation.Operation).Symbol, scope, operation.ReportDiagnostic),
            OperationKind.LocalFunction, OperationKind.AnonymousFunction);
    }

    private static void Check(ISymbol symbol, ReferenceScope scope, Action<Diagnostic> report)
    {
        if (!scope.Contracts.Attributes.MayCarry(symbol))
        {
            return;
        }

        var place = new OwnershipPlace(symbol, scope);
        foreach (ContractAttribute attribute in place.Attributes)
        {
            Report(attribute, place.Fault(attribute), report);
        }

        if (symbol is IMethodSymbol { AssociatedSymbol: null } method)
        {
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                foreach (ContractAttribute attribute in scope.Contracts.Attributes.Of(parameter))
                {
                    Report(attribute, ParameterFault(parameter, attribute, method, scope), report);
                }
            }
        }
    }

    private static string? ParameterFault(IParameterSymbol parameter, ContractAttribute attribute, IMethodSymbol method, ReferenceScope scope) => attribute.Name switch
    {
        WellKnownNames.Owned when parameter.RefKind is not RefKind.Out => "only an out parameter gives an owned reference; one that takes it is marked Consumes",
        WellKnownNames.Consumes or WellKnownNames.Borrows or WellKnownNames.Publishes when parameter.RefKind is RefKind.Out => "an out parameter takes no reference",
        WellKnownNames.Consumes when scope.Contracts.Attributes.Has(parameter, WellKnownNames.Borrows) => "the parameter is marked Borrows as well",
        WellKnownNames.BorrowedWhile => OwnershipPlace.LockFault(attribute, method, scope),
        _ => null,
    };

    private static void Report(ContractAttribute attribute, string? fault, Action<Diagnostic> report)
    {
        if (fault is not null && AttributePlaces.Whole(attribute) is { IsInSource: true } location)
        {
            report(Diagnostic.Create(Descriptor, location, attribute.Name.Substring(0, attribute.Name.Length - "Attribute".Length), fault));
        }
    }
}
