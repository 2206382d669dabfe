using System.Collections.Generic;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0011: a count that may have reached zero is not incremented without a look at it.</summary>
internal sealed class RevivalRule : IReferenceRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.RevivedCount,
        "Increment may revive a zero count",
        "{0}: an object whose count has reached zero is being cleaned up",
        RuleCategories.References,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A count that has reached zero stays there. Who cannot know that the object is held acquires it only if its count is not zero.",
        helpLinkUri: RuleLinks.For(RuleIds.RevivedCount));

    private readonly ReferenceAnalysis _analysis;
    private readonly CountNames _names;
    private readonly Dictionary<SyntaxNode, string> _blind = new();
    private readonly HashSet<SyntaxNode> _lookedAt = new();

    public RevivalRule(ReferenceAnalysis analysis, CountNames names)
    {
        _analysis = analysis;
        _names = names;
    }

    public void Check(IOperation operation, FlowState before)
    {
        if (CountTest.Of(operation) is { TellsRevival: true } test && _analysis.Counts.ResultOf(test.Subject, before) is { } result)
        {
            _lookedAt.Add(result);
        }

        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "Increment" or "Add", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } } call when CountFields.IsIncrement(call):
                Raise(call, call.Arguments[0].Value, call.Arguments[0].Value, before);
                break;
            case IInvocationOperation { TargetMethod: { Name: "CompareExchange", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } }, Arguments.Length: 3 } call
                when _analysis.Counts.LessThan(call.Arguments[1].Value, before) is { } less && AtomComparer.Instance.Equals(less, _names.Of(call.Arguments[2].Value, before)):
                Raise(call, call.Arguments[0].Value, call.Arguments[2].Value, before);
                break;
            case IIncrementOrDecrementOperation { Kind: OperationKind.Increment } increment:
                Raise(increment, increment.Target, increment.Target, before);
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } compound when CountTest.Constant(compound.Value) is > 0:
                Raise(compound, compound.Target, compound.Target, before);
                break;
            case ISimpleAssignmentOperation assignment
                when _names.CountOf(assignment.Target, before) is { } count && _analysis.Counts.LessThan(assignment.Value, before) is { } less && CountFlow.IsCopy(less, count, before):
                Raise(assignment, assignment.Target, before.Objects.Counts.Find(less) is { IsLive: true }, before);
                break;
            case IInvocationOperation { Instance: { } receiver } call when _analysis.Contracts.Of(CallTarget.Of(call)).Receiver is ReceiverEffect.Acquires:
                Acquire(call, receiver, before);
                break;
        }
    }

    /// <summary>Reports the increments on whose results nothing depends.</summary>
    public void Report()
    {
        foreach (KeyValuePair<SyntaxNode, string> increment in _blind)
        {
            if (!_lookedAt.Contains(increment.Key))
            {
                _analysis.Log.Fault(Descriptor, increment.Key.GetLocation(), isSoft: false, "'" + increment.Value + "' is incremented even if it is zero");
            }
        }
    }

    /// <summary>An object that was found where others may be about to take it away.</summary>
    private void Acquire(IInvocationOperation call, IOperation receiver, FlowState state)
    {
        if (_analysis.Objects.TryOf(receiver, state) is not { } path)
        {
            return;
        }

        ReferenceFact? fact = _analysis.Operations.Find(state, path);
        if (IsAlone(path, fact, state))
        {
            string name = ReferenceOperations.NameOf(path, state);
            _analysis.Log.Fault(Descriptor, ReferenceLog.PlaceOf(call.Syntax), state.IsSoft, "Nothing keeps '" + name + "' alive here, and '" + call.TargetMethod.Name + "' does not look whether it is");
        }
        else
        {
            _analysis.Log.Pass(Descriptor, ReferenceLog.PlaceOf(call.Syntax));
        }
    }

    /// <summary>Nothing is known that keeps the object, and others may be about to take it away.</summary>
    private static bool IsAlone(AccessPath path, ReferenceFact? fact, FlowState state)
        => (fact is null || (fact.Owned.IsEmpty && !fact.IsMaybe))
            && (IsLentWithoutItsLock(fact, state) || (state.Objects.Shared.TryGet(path, out SharedFact found) && !found.IsPublished && found.Locks.IsEmpty));

    private static bool IsLentWithoutItsLock(ReferenceFact? fact, FlowState state)
        => fact is { Backing: Backing.Lent, ValidWhile: { } @lock } && !LockFacts.IsHeld(state, @lock, LockMode.Shared);

    private void Raise(IOperation increment, IOperation target, IOperation former, FlowState state) => Raise(increment, target, _analysis.Counts.IsLive(former, state), state);

    /// <summary>The count itself is raised, from something that is zero or not.</summary>
    private void Raise(IOperation increment, IOperation target, bool isLive, FlowState state)
    {
        if (isLive || state.IsSoft || _analysis.Log.IsMuted || _analysis.IsConstructor || _names.CountOf(target, state) is not { } count)
        {
            return;
        }

        // The count of another object may be raised as the object may be acquired.
        AccessPath holder = count.Parent();
        if (AccessPath.This.Equals(holder) || IsAlone(holder, _analysis.Operations.Find(state, holder), state))
        {
            _blind[increment.Syntax] = count.LastSymbol!.Name;
        }
    }
}
