using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0028: UncheckedLocking gives a reason, and goes when it is not needed any more.</summary>
internal static class SuppressionRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.StaleSuppression,
        "Suppression without a reason or without need",
        "UncheckedLocking on '{0}' {1}",
        RuleCategories.Locking,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A suppression says why the code is right all the same, and stands only where something would be reported.",
        helpLinkUri: RuleLinks.For(RuleIds.StaleSuppression));

    public static void Register(CompilationStartAnalysisContext context, LockScope scope)
        => context.RegisterSymbolAction(symbol => Check(symbol, scope), SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property, SymbolKind.Event);

    /// <summary>Reports a suppression on a member in which nothing was found.</summary>
    public static void ReportUnneeded(LockScope scope, ISymbol member, System.Action<Diagnostic> report)
    {
        if (scope.Attributes.Find(member, WellKnownNames.UncheckedLocking) is { } attribute)
        {
            report(Diagnostic.Create(Descriptor, AttributePlaces.Whole(attribute), member.Name, "is not needed: nothing would be reported"));
        }
    }

    private static void Check(SymbolAnalysisContext context, LockScope scope)
    {
        if (scope.Attributes.Find(context.Symbol, WellKnownNames.UncheckedLocking) is { } attribute && (attribute.Locks.IsEmpty || string.IsNullOrWhiteSpace(attribute.Locks[0])))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, AttributePlaces.Whole(attribute), context.Symbol.Name, "gives no reason"));
        }
    }
}
