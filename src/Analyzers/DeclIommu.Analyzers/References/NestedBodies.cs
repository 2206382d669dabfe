using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Lambdas and local functions of a function: a local function runs where it is called, a lambda where a call runs it that says so, or nobody knows when.</summary>
internal sealed class NestedBodies
{
    private const int MaximumDepth = 6;

    private readonly ReferenceAnalysis _analysis;
    private readonly ControlFlowGraph _graph;
    private readonly NestedBodies? _outer;
    private readonly int _depth;
    private readonly HashSet<SyntaxNode> _seen = new();
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _running = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ISymbol Function, FlowState Entry), List<FlowState>> _inlined = new();

    public NestedBodies(ReferenceAnalysis analysis, ControlFlowGraph graph, NestedBodies? outer)
    {
        _analysis = analysis;
        _graph = graph;
        _outer = outer;
        _depth = outer is null ? 0 : outer._depth + 1;
    }

    /// <summary>A lambda comes into being: what it captures may be released by it at any time.</summary>
    public FlowState Created(IFlowAnonymousFunctionOperation lambda, FlowState state)
    {
        if (IsImmediate(lambda))
        {
            return state;
        }

        ControlFlowGraph body = _graph.GetAnonymousFunctionControlFlowGraph(lambda, _analysis.Cancellation);
        if (_depth < MaximumDepth && _seen.Add(lambda.Syntax))
        {
            RunDeferred(body, lambda.Symbol);
        }

        return EscapeCaptured(body, lambda.Symbol, state);
    }

    /// <summary>A local function is named without being called.</summary>
    public FlowState Referenced(IMethodReferenceOperation reference, FlowState state)
    {
        IMethodSymbol function = reference.Method;
        if (IsImmediate(reference) && _analysis.Contracts.Of(function).IsEmpty)
        {
            return state;
        }

        RunAlone(function);
        return Find(function) is { } found ? EscapeCaptured(found.Body, function, state) : state;
    }

    /// <summary>Runs a local function at its call; false if the call is of something else or goes by a contract.</summary>
    public bool Inline(IInvocationOperation call, FlowState state, List<FlowState> after)
    {
        IMethodSymbol function = call.TargetMethod.OriginalDefinition;
        if (function.MethodKind is not MethodKind.LocalFunction || !_analysis.Contracts.Of(function).IsEmpty || Find(function) is not { } found)
        {
            return false;
        }

        if (Iterators.Is(found.Body) || _depth >= MaximumDepth)
        {
            RunAlone(function);
            after.Add(EscapeCaptured(found.Body, function, state));
            return true;
        }

        FlowState entry = state.SetValue(Lifetimes.Returned, null);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None } parameter)
            {
                IParameterSymbol formal = function.Parameters[parameter.Ordinal];
                entry = entry.SetValue(formal, _analysis.Objects.Of(argument.Value, state)).SetKnown(formal, ConditionEvaluator.Evaluate(argument.Value, state));
            }
        }

        if (Enter(found, function, entry) is not { } exits)
        {
            FlowState escaped = EscapeCaptured(found.Body, function, state);
            after.Add(call.Arguments.Aggregate(escaped, (current, argument) => _analysis.Operations.Escape(current, _analysis.Objects.TryOf(argument.Value, current))));
            return true;
        }

        foreach (FlowState exit in exits)
        {
            (FlowState returned, AccessPath? result) = Leave(exit, function, state);
            after.Add(returned.SetValue(call, result));
        }

        return true;
    }

    /// <summary>Runs the functions that a call is passed and runs before it returns; once if it says so by a contract, else as often as it likes.</summary>
    public List<FlowState> RunImmediate(IInvocationOperation call, FlowState state)
    {
        var states = new List<FlowState> { state };
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (ImmediateDelegates.FunctionOf(argument.Value) is { } function && IsImmediate(function) && BodyOf(function) is var (owner, symbol, body) && symbol is not null)
            {
                bool isOnce = _analysis.Locks.Contracts.IsInvokedImmediately(argument.Parameter!.OriginalDefinition);
                states = states.SelectMany(before => RunImmediate((owner, body), symbol, isOnce, before)).Distinct().ToList();
            }
        }

        return states;
    }

    private IEnumerable<FlowState> RunImmediate((NestedBodies Owner, ControlFlowGraph Body) found, IMethodSymbol function, bool isOnce, FlowState state)
    {
        if (_depth >= MaximumDepth || Iterators.Is(found.Body) || Enter(found, function, state.SetValue(Lifetimes.Returned, null)) is not { } exits)
        {
            yield return EscapeCaptured(found.Body, function, state);
            yield break;
        }

        foreach (FlowState exit in exits)
        {
            // What it returns is the callee's.
            (FlowState returned, AccessPath? result) = Leave(exit, function, state);
            returned = _analysis.Operations.Escape(returned, result);
            if (isOnce)
            {
                yield return returned;
            }
            else if (!returned.References.Equals(state.References))
            {
                yield return EscapeCaptured(found.Body, function, state);
            }
            else
            {
                yield return state;
            }
        }
    }

    private static (FlowState Returned, AccessPath? Result) Leave(FlowState exit, IMethodSymbol function, FlowState before)
    {
        FlowState returned = exit with { Lexical = before.Lexical };
        AccessPath? result = returned.Values.Find(Lifetimes.Returned);
        foreach (IParameterSymbol parameter in function.Parameters)
        {
            returned = returned.SetValue(parameter, null).SetKnown(parameter, null);
        }

        return (returned.SetValue(Lifetimes.Returned, before.Values.Find(Lifetimes.Returned)), result);
    }

    /// <summary>The states in which a function returns that is entered in the middle of another; null if it calls itself.</summary>
    private List<FlowState>? Enter((NestedBodies Owner, ControlFlowGraph Body) found, IMethodSymbol function, FlowState entry)
    {
        found.Owner._used.Add(function);
        if (!found.Owner._running.Add(function))
        {
            // It has its variables once more, under the same names: they are not to be told apart.
            return null;
        }

        if (!found.Owner._inlined.TryGetValue((function, entry), out List<FlowState>? exits))
        {
            exits = new FunctionFlow(_analysis, found.Body, function, this, isInlined: true).Run(entry);
            found.Owner._inlined.Add((function, entry), exits);
        }

        found.Owner._running.Remove(function);
        return exits;
    }

    private (NestedBodies Owner, IMethodSymbol? Function, ControlFlowGraph Body) BodyOf(IOperation function) => function switch
    {
        IFlowAnonymousFunctionOperation lambda => (this, lambda.Symbol, _graph.GetAnonymousFunctionControlFlowGraph(lambda, _analysis.Cancellation)),
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local } when _analysis.Contracts.Of(local).IsEmpty && Find(local.OriginalDefinition) is { } found => (found.Owner, local.OriginalDefinition, found.Body),
        _ => default,
    };

    private bool IsImmediate(IOperation function)
        => ImmediateDelegates.ArgumentOf(function) is { Parent: IInvocationOperation } argument && ImmediateDelegates.IsImmediate(argument, _analysis.Locks.Contracts, _analysis.Options);

    /// <summary>Looks into the local functions that nothing has run.</summary>
    public void RunRest()
    {
        foreach (IMethodSymbol function in _graph.LocalFunctions)
        {
            if (!_used.Contains(function))
            {
                RunAlone(function);
            }
        }
    }

    private void RunAlone(IMethodSymbol function)
    {
        if (Find(function) is { } found && found.Owner._used.Add(function) && _depth < MaximumDepth)
        {
            RunDeferred(found.Body, function, isInlined: _analysis.Contracts.Of(function).IsEmpty);
        }
    }

    /// <summary>Runs a function that is called nobody knows when.</summary>
    private void RunDeferred(ControlFlowGraph body, IMethodSymbol function, bool isInlined = false)
    {
        bool wasDeferred = _analysis.IsDeferred;
        _analysis.IsDeferred = true;
        new FunctionFlow(_analysis, body, function, this, isInlined).Run(FlowState.Empty with { ThisEscaped = true });
        _analysis.IsDeferred = wasDeferred;
    }

    /// <summary>The variables from around the function that it uses: what they name may be released in it.</summary>
    private FlowState EscapeCaptured(ControlFlowGraph body, IMethodSymbol function, FlowState state)
    {
        if (state.References.Count == 0)
        {
            return state;
        }

        foreach (IOperation operation in body.Blocks.SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations).SelectMany(static root => root.DescendantsAndSelf()))
        {
            ISymbol? variable = (operation as ILocalReferenceOperation)?.Local ?? (ISymbol?)(operation as IParameterReferenceOperation)?.Parameter;
            if (variable is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, function))
            {
                state = _analysis.Operations.Escape(state, _analysis.Objects.TryOf(operation, state));
            }
        }

        return state;
    }

    private (NestedBodies Owner, ControlFlowGraph Body)? Find(IMethodSymbol function)
    {
        for (NestedBodies? bodies = this; bodies is not null; bodies = bodies._outer)
        {
            if (bodies._graph.LocalFunctions.Contains(function))
            {
                return (bodies, bodies._graph.GetLocalFunctionControlFlowGraph(function, _analysis.Cancellation));
            }
        }

        return null;
    }
}
