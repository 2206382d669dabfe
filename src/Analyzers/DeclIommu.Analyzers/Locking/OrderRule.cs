using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0015: locks are acquired in the order that is declared.</summary>
internal static class OrderRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.DeclaredOrder,
        "Lock acquired against the declared order",
        "'{0}' is declared to be acquired before '{1}', which is held already",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two threads that take the same locks in different orders wait for each other for ever.",
        helpLinkUri: RuleLinks.For(RuleIds.DeclaredOrder));

    public static void Check(LockAnalysis analysis, FlowState state, AccessPath @lock, Location place)
    {
        if (@lock.LastSymbol is not { } acquired)
        {
            return;
        }

        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (entry.Key.LastSymbol is { } held && !entry.Value.IsMaybe && analysis.Order.IsBefore(acquired, held))
            {
                analysis.Record(Descriptor, place, entry.Key.ToString(), isFault: true, state, @lock, entry.Key);
            }
        }
    }
}
