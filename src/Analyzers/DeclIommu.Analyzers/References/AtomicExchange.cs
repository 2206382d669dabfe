using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary><c>Interlocked.Exchange</c> and <c>CompareExchange</c> of a field: what it held moves to the result.</summary>
internal sealed class AtomicExchange
{
    private readonly ReferenceAnalysis _analysis;
    private readonly Stores _stores;

    public AtomicExchange(ReferenceAnalysis analysis, Stores stores)
    {
        _analysis = analysis;
        _stores = stores;
    }

    /// <summary>False if the call is another.</summary>
    public bool Apply(CallSite call, FlowState state, List<FlowState> after)
    {
        if (call.Method is not { Name: "Exchange" or "CompareExchange", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } || call.Arguments.Length < 2)
        {
            return false;
        }

        IOperation place = Argument(call, 0);
        IOperation value = Argument(call, 1);
        AccessPath? given = _analysis.Objects.TryOf(value, state);
        if (_analysis.Objects.TryOf(place, state) is not { } field || !_analysis.Operations.IsOwnedField(field))
        {
            after.Add(_analysis.Operations.Escape(state, given));
            return true;
        }

        bool isNull = ConditionEvaluator.Evaluate(value, state)?.EqualTo(null) is true;
        if (call.Method.Name is "Exchange")
        {
            after.Add(_stores.Keep(field, given, isNull, place, value, MoveOut(call, field, state)));
            return true;
        }

        if (ConditionEvaluator.Evaluate(Argument(call, 2), state)?.EqualTo(null) is not true)
        {
            after.Add(ReferenceOperations.Set(_analysis.Operations.Escape(state, given), field, ReferenceFact.Escaped));
            return true;
        }

        // The field was null and holds the value now, or it was not and the value is still the caller's.
        FlowState empty = ReferenceOperations.Set(state, field, new ReferenceFact { IsNull = true });
        after.Add(_stores.Keep(field, given, isNull, place, value, empty).SetKnown(call.Operation, KnownValue.Null));
        after.Add(state.SetKnown(call.Operation, KnownValue.NotNull));
        return true;
    }

    private FlowState MoveOut(CallSite call, AccessPath field, FlowState state)
    {
        ReferenceFact before = _analysis.Operations.Find(state, field)!;
        var moved = new Acquisition(AcquisitionKind.Call, call.Operation.Syntax);
        ReferenceFact result = before with { Owned = before.Owned.Select(owned => owned.Site is null ? moved : owned).ToImmutableArray() };
        state = ReferenceOperations.Set(state, AccessPath.Value(call.Operation.Syntax), result);
        return ReferenceOperations.Set(state, field, new ReferenceFact { IsNull = true });
    }

    private static IOperation Argument(CallSite call, int ordinal) => call.Arguments.First(argument => argument.Parameter?.Ordinal == ordinal).Value;
}
