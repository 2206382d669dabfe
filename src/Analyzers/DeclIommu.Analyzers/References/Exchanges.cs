using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Follows calls that take place only if what they find is what was expected: the result tells, and where it does, it is the expected object itself.</summary>
internal sealed class Exchanges : IReferenceRule
{
    private readonly ReferenceAnalysis _analysis;
    private readonly Dictionary<SyntaxNode, string> _calls = new();
    private readonly HashSet<SyntaxNode> _compared = new();

    public Exchanges(ReferenceAnalysis analysis) => _analysis = analysis;

    public void Check(IOperation operation, FlowState before)
    {
        if (before.Objects.Exchanges.Count == 0)
        {
            return;
        }

        foreach ((IOperation first, IOperation? second) in Comparisons(operation))
        {
            foreach (KeyValuePair<SyntaxNode, ExchangeFact> entry in before.Objects.Exchanges)
            {
                if (Compares(first, second, entry.Value, before) || (second is not null && Compares(second, first, entry.Value, before)))
                {
                    _compared.Add(entry.Key);
                }
            }
        }
    }

    /// <summary>A result that is returned is the caller's to compare.</summary>
    public void Return(IOperation value, FlowState state)
    {
        foreach (KeyValuePair<SyntaxNode, ExchangeFact> entry in state.Objects.Exchanges)
        {
            if (entry.Value.Result.Equals(_analysis.Objects.TryOf(value, state)))
            {
                _compared.Add(entry.Key);
            }
        }
    }

    /// <summary>Reports the exchanges whose results nobody compares.</summary>
    public void Report()
    {
        foreach (KeyValuePair<SyntaxNode, string> call in _calls)
        {
            if (!_compared.Contains(call.Key))
            {
                _analysis.Log.Fault(IgnoredResultRule.Descriptor, ReferenceLog.PlaceOf(call.Key), isSoft: false, call.Value);
            }
        }
    }

    /// <summary>The states after an exchange: it took place, or it found something else.</summary>
    public IEnumerable<FlowState> Split(IInvocationOperation call, FlowState after)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        if (_analysis.Contracts.Attributes.Find(method, WellKnownNames.ExchangesIfEqual)?.Value is not string name
            || call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name) is not { } argument)
        {
            yield return after;
            yield break;
        }

        _calls[call.Syntax] = "'" + method.Name + "' took place only if it returned '" + Text(argument) + "', and nobody compares";
        AccessPath result = _analysis.Objects.Of(call, after);
        if (ConditionEvaluator.Evaluate(argument.Value, after)?.EqualTo(null) is true)
        {
            FlowState kept = With(after, call.Syntax, new ExchangeFact(result, null));
            foreach (bool isNull in new[] { true, false })
            {
                if (_analysis.Operations.RefineNull(kept, result, isNull) is { } refined)
                {
                    yield return refined;
                }
            }

            yield break;
        }

        if (_analysis.Objects.TryOf(argument.Value, after) is not { } expected)
        {
            yield return after;
            yield break;
        }

        FlowState without = after with { References = after.References.Remove(result) };
        yield return With(without.SetValue(call, expected), call.Syntax, new ExchangeFact(expected, expected));
        yield return With(after, call.Syntax, new ExchangeFact(result, expected));
    }

    /// <summary>The state in which a comparison has an outcome, or null if it cannot.</summary>
    public FlowState? Refine(IOperation condition, bool outcome, FlowState state)
    {
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            return Refine(not.Operand, !outcome, state);
        }

        if (state.Objects.Exchanges.Count == 0 || Comparison(condition) is not var (first, second, isEqual))
        {
            return state;
        }

        foreach (KeyValuePair<SyntaxNode, ExchangeFact> entry in state.Objects.Exchanges)
        {
            ExchangeFact exchange = entry.Value;
            if (exchange.Expected is not null && (Compares(first, second, exchange, state) || Compares(second, first, exchange, state)))
            {
                bool tookPlace = exchange.Result.Equals(exchange.Expected);
                return tookPlace == (isEqual == outcome) ? state : null;
            }
        }

        return state;
    }

    private bool Compares(IOperation first, IOperation? second, ExchangeFact exchange, FlowState state)
        => exchange.Result.Equals(_analysis.Objects.TryOf(first, state))
            && (exchange.Expected is null ? second is null || second.ConstantValue is { HasValue: true, Value: null } : second is not null && exchange.Expected.Equals(_analysis.Objects.TryOf(second, state)));

    private static IEnumerable<(IOperation First, IOperation? Second)> Comparisons(IOperation operation)
    {
        if (Comparison(operation) is var (first, second, _))
        {
            yield return (first, second);
        }
        else if (operation is IIsNullOperation isNull)
        {
            yield return (isNull.Operand, null);
        }
        else if (operation is IIsPatternOperation pattern)
        {
            yield return (pattern.Value, null);
        }
    }

    private static (IOperation First, IOperation Second, bool IsEqual)? Comparison(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
            => (ObjectEvaluator.Strip(binary.LeftOperand), ObjectEvaluator.Strip(binary.RightOperand), binary.OperatorKind is BinaryOperatorKind.Equals),
        IInvocationOperation { TargetMethod: { Name: "ReferenceEquals" or "Equals", IsStatic: true, Parameters.Length: 2 } } call
            => (ObjectEvaluator.Strip(call.Arguments[0].Value), ObjectEvaluator.Strip(call.Arguments[1].Value), true),
        IInvocationOperation { TargetMethod: { Name: "Equals", IsStatic: false, Parameters.Length: 1 }, Instance: { } instance } call
            => (ObjectEvaluator.Strip(instance), ObjectEvaluator.Strip(call.Arguments[0].Value), true),
        _ => null,
    };

    private static string Text(IArgumentOperation argument) => argument.Value.Syntax.ToString() is var text && text.Length > 40 ? text.Substring(0, 37) + "..." : argument.Value.Syntax.ToString();

    private static FlowState With(FlowState state, SyntaxNode call, ExchangeFact exchange) => state with { Objects = state.Objects with { Exchanges = state.Objects.Exchanges.Set(call, exchange) } };
}
