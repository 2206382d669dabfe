using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0025 (strict): a lock that is not reentrant is acquired only where a contract says that it is not held.</summary>
internal static class NegativeRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.NegativeCapability,
        "Nothing proves that the lock is not held",
        "Nothing proves that '{0}' is not held here: add RequiresNotHeld to the member",
        RuleCategories.Locking,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        description: "In the strict form every acquisition of a lock that is not reentrant needs a proof that the caller does not hold it.",
        helpLinkUri: RuleLinks.For(RuleIds.NegativeCapability));

    public static void Check(LockAnalysis analysis, FlowState state, AccessPath @lock, LockPrimitive primitive, Location place)
    {
        if (analysis.Options.NegativeCapabilities && !primitive.IsReentrant && !state.Held.Contains(@lock) && IsInReach(analysis, @lock))
        {
            analysis.Log.Record(Descriptor, place, @lock.ToString(), !state.NotHeld.Contains(@lock), state.IsSoft, DiagnosticSeverity.Warning, @lock);
        }
    }

    // Nobody can promise anything about a lock that he cannot name.
    private static bool IsInReach(LockAnalysis analysis, AccessPath @lock)
        => @lock.LastSymbol is not { } symbol || analysis.Contracts.Compilation.IsSymbolAccessibleWithin(symbol, analysis.Owner.ContainingType);
}
