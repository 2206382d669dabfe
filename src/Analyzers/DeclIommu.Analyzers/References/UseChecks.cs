using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Looks at each use of an object: it must still be there.</summary>
internal sealed class UseChecks : IReferenceRule
{
    private readonly ReferenceAnalysis _analysis;

    public UseChecks(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        if (before.References.Count == 0)
        {
            return;
        }

        switch (operation)
        {
            case IInvocationOperation { Instance: { } receiver } call when !Releases(call):
                Use(receiver, call, before);
                break;
            case IPropertyReferenceOperation property when SaysNothingOfTheContent(property.Property):
                break;
            case IMemberReferenceOperation { Instance: { } receiver } and not IMethodReferenceOperation:
                Use(receiver, operation, before);
                break;
            case IArrayElementReferenceOperation element:
                Use(element.ArrayReference, element, before);
                break;
            case IArgumentOperation argument when !IsTaken(argument):
                Use(argument.Value, argument.Value, before);
                break;
        }
    }

    /// <summary>Looks at one object at a place.</summary>
    public void Use(IOperation value, IOperation place, FlowState state)
    {
        if (_analysis.Objects.TryOf(value, state) is not { } path || !state.References.TryGet(path, out ReferenceFact fact))
        {
            return;
        }

        Location location = ReferenceLog.PlaceOf(place.Syntax);
        string name = ReferenceOperations.NameOf(path, state);
        if (fact.IsGone)
        {
            _analysis.Log.Fault(UseRule.AfterRelease, location, state.IsSoft, name, ReferenceOperations.Text(fact.Ending));
            return;
        }

        _analysis.Log.Pass(UseRule.AfterRelease, location);
        if (Outlived(fact, state) is var (what, how) && what is not null)
        {
            _analysis.Log.Fault(UseRule.OutlivedBorrow, location, state.IsSoft, name, what, how);
        }
        else
        {
            _analysis.Log.Pass(UseRule.OutlivedBorrow, location);
        }
    }

    /// <summary>What a borrowed reference has outlived, if it has.</summary>
    public static (string? What, string How) Outlived(ReferenceFact fact, FlowState state)
    {
        if (fact.Backing is not Backing.Lent || !fact.Owned.IsEmpty || fact.IsMaybe || fact.IsNull is true)
        {
            return (null, "");
        }

        if (fact.ValidWhile is { } @lock && !LockFacts.IsHeld(state, @lock, LockMode.Shared))
        {
            return (@lock.ToString(), "held");
        }

        return fact.Lender is { } lender && state.References.TryGet(lender, out ReferenceFact owner) && owner.IsGone
            ? (ReferenceOperations.NameOf(lender, state), "there")
            : (null, "");
    }

    // How long a buffer is, and whether there is a handle, is known without looking at what may be another's by now.
    private static bool SaysNothingOfTheContent(IPropertySymbol property) => (property.ContainingType?.Name, property.Name) is
        ("GCHandle", "IsAllocated") or ("Array", "Length" or "LongLength" or "Rank") or ("Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", "Length" or "IsEmpty");

    private bool Releases(IInvocationOperation call)
    {
        (OwnershipContract contract, PairRole? pair) = _analysis.ContractOf(CallTarget.Of(call));
        return contract.Receiver is ReceiverEffect.Releases || pair is { Releases: PairTarget.Receiver } || call.TargetMethod.Name is "Dispose" or "DisposeAsync";
    }

    // Giving a reference up is checked where it is given up.
    private bool IsTaken(IArgumentOperation argument)
    {
        if (argument.Parameter is not { ContainingSymbol: IMethodSymbol method } parameter || parameter.RefKind is RefKind.Out)
        {
            return true;
        }

        (OwnershipContract contract, PairRole? pair) = _analysis.ContractOf(method);
        return contract.Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Consumes || (pair is { Releases: PairTarget.Parameter } && pair.Parameter == parameter.Ordinal);
    }
}
