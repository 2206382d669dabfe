using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Lambdas and local functions of a function: a local function runs where it is called, a lambda nobody knows when.</summary>
internal sealed class NestedBodies
{
    private const int MaximumDepth = 6;

    private readonly ReferenceAnalysis _analysis;
    private readonly ControlFlowGraph _graph;
    private readonly NestedBodies? _outer;
    private readonly int _depth;
    private readonly HashSet<SyntaxNode> _seen = new();
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ISymbol Function, FlowState Entry), List<FlowState>?> _inlined = new();

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
        ControlFlowGraph body = _graph.GetAnonymousFunctionControlFlowGraph(lambda, _analysis.Cancellation);
        if (_depth < MaximumDepth && _seen.Add(lambda.Syntax))
        {
            RunDeferred(body, lambda.Symbol);
        }

        return EscapeCaptured(body, state);
    }

    /// <summary>A local function is named without being called.</summary>
    public FlowState Referenced(IMethodSymbol function, FlowState state)
    {
        RunAlone(function);
        return Find(function) is { } found ? EscapeCaptured(found.Body, state) : state;
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
            after.Add(EscapeCaptured(found.Body, state));
            return true;
        }

        found.Owner._used.Add(function);
        FlowState entry = state.SetValue(Lifetimes.Returned, null);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None } parameter)
            {
                IParameterSymbol formal = function.Parameters[parameter.Ordinal];
                entry = entry.SetValue(formal, _analysis.Objects.Of(argument.Value, state)).SetKnown(formal, ConditionEvaluator.Evaluate(argument.Value, state));
            }
        }

        if (!found.Owner._inlined.TryGetValue((function, entry), out List<FlowState>? exits))
        {
            // Entered first: a function that calls itself finds nothing yet.
            found.Owner._inlined.Add((function, entry), null);
            exits = new FunctionFlow(_analysis, found.Body, function, this).Run(entry);
            found.Owner._inlined[(function, entry)] = exits;
        }

        if (exits is null)
        {
            after.Add(EscapeCaptured(found.Body, state));
            return true;
        }

        foreach (FlowState exit in exits)
        {
            FlowState returned = exit with { Lexical = state.Lexical };
            AccessPath? result = returned.Values.Find(Lifetimes.Returned);
            foreach (IParameterSymbol parameter in function.Parameters)
            {
                returned = returned.SetValue(parameter, null).SetKnown(parameter, null);
            }

            after.Add(returned.SetValue(Lifetimes.Returned, null).SetValue(call, result));
        }

        return true;
    }

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
            RunDeferred(found.Body, function);
        }
    }

    /// <summary>Runs a function that is called nobody knows when.</summary>
    private void RunDeferred(ControlFlowGraph body, IMethodSymbol function)
    {
        bool wasDeferred = _analysis.IsDeferred;
        _analysis.IsDeferred = true;
        new FunctionFlow(_analysis, body, function, this).Run(FlowState.Empty with { ThisEscaped = true });
        _analysis.IsDeferred = wasDeferred;
    }

    private FlowState EscapeCaptured(ControlFlowGraph body, FlowState state)
    {
        if (state.References.Count == 0)
        {
            return state;
        }

        foreach (IOperation operation in body.Blocks.SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations).SelectMany(static root => root.DescendantsAndSelf()))
        {
            if (operation is ILocalReferenceOperation or IParameterReferenceOperation)
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
