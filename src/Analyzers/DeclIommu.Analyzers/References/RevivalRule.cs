using System.Linq;
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

    public RevivalRule(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "Increment" or "Add", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } } call when CountFields.IsIncrement(call):
                Raise(call, call.Arguments[0].Value);
                break;
            case IIncrementOrDecrementOperation { Kind: OperationKind.Increment } increment:
                Raise(increment, increment.Target);
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } compound when compound.Value.ConstantValue is { HasValue: true, Value: > 0 }:
                Raise(compound, compound.Target);
                break;
            case IInvocationOperation { Instance: { } receiver } call when _analysis.Contracts.Of(CallTarget.Of(call)).Receiver is ReceiverEffect.Acquires:
                Acquire(call, receiver, before);
                break;
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
        bool isHeld = fact is not null && (!fact.Owned.IsEmpty || fact.IsMaybe);
        bool isAlone = !isHeld && (IsLentWithoutItsLock(fact, state) || (state.Objects.Shared.TryGet(path, out SharedFact found) && !found.IsPublished && found.Locks.IsEmpty));
        if (isAlone)
        {
            string name = ReferenceOperations.NameOf(path, state);
            _analysis.Log.Fault(Descriptor, ReferenceLog.PlaceOf(call.Syntax), state.IsSoft, "Nothing keeps '" + name + "' alive here, and '" + call.TargetMethod.Name + "' does not look whether it is");
        }
        else
        {
            _analysis.Log.Pass(Descriptor, ReferenceLog.PlaceOf(call.Syntax));
        }
    }

    private static bool IsLentWithoutItsLock(ReferenceFact? fact, FlowState state)
        => fact is { Backing: Backing.Lent, ValidWhile: { } @lock } && !LockFacts.IsHeld(state, @lock, LockMode.Shared);

    /// <summary>The count itself.</summary>
    private void Raise(IOperation increment, IOperation target)
    {
        if (target is IFieldReferenceOperation { Field: { IsStatic: false } field, Instance: IInstanceReferenceOperation }
            && _analysis.Owner is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) }
            && _analysis.Contracts.IsCounted(field.ContainingType)
            && CountFields.ReachesZero(field)
            && !CountFields.IsLookedAt(field, increment))
        {
            _analysis.Log.Fault(Descriptor, increment.Syntax.GetLocation(), isSoft: false, "'" + field.Name + "' is incremented even if it is zero");
        }
    }
}
