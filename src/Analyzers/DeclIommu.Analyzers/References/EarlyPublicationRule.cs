using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0013: an object is complete before other threads can find it.</summary>
internal sealed class EarlyPublicationRule : IReferenceRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.PublishedTooEarly,
        "Published before it is initialised",
        "'{0}' can be found by other threads from here on, but '{1}' is set only later",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Whoever finds the object in between sees it without its count or its state, and what he does to it is overwritten.",
        helpLinkUri: RuleLinks.For(RuleIds.PublishedTooEarly));

    private readonly ReferenceAnalysis _analysis;

    public EarlyPublicationRule(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        if (before.Objects.Shared.Count == 0)
        {
            return;
        }

        switch (operation)
        {
            case IAssignmentOperation assignment:
                Written(assignment.Target, before);
                break;
            case IIncrementOrDecrementOperation increment:
                Written(increment.Target, before);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                Written(argument.Value, before);
                break;
        }
    }

    private void Written(IOperation target, FlowState state)
    {
        if (target is not IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: { } instance } member
            || _analysis.Objects.TryOf(instance, state) is not { } path
            || !state.Objects.Shared.TryGet(path, out SharedFact fact)
            || !fact.IsPublished)
        {
            return;
        }

        if (fact.Locks.IsEmpty && !IsGuarded(member, state))
        {
            _analysis.Log.FaultAlso(Descriptor, ReferenceLog.PlaceOf(fact.Site), target.Syntax.GetLocation(), state.IsSoft, ReferenceOperations.NameOf(path, state), member.Member.Name);
        }
        else
        {
            _analysis.Log.Pass(Descriptor, ReferenceLog.PlaceOf(fact.Site));
        }
    }

    private bool IsGuarded(IMemberReferenceOperation member, FlowState state)
    {
        AccessPath? instance = _analysis.Locks.Paths.TryEvaluate(member.Instance, state);
        foreach (Guard guard in _analysis.Locks.Contracts.Guards(member.Member))
        {
            foreach (LockTemplate @lock in guard.Locks)
            {
                if (@lock.Instantiate(instance, static _ => null) is { } path && LockFacts.IsHeld(state, path, LockMode.Exclusive))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
