using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Lambdas and local functions of a function: run where they run, under the locks held there.</summary>
internal sealed class NestedFunctions
{
    private const int MaximumDepth = 6;

    private readonly LockAnalysis _analysis;
    private readonly ControlFlowGraph _graph;
    private readonly NestedFunctions? _outer;
    private readonly int _depth;
    private readonly HashSet<(SyntaxNode Function, FlowState Entry)> _seen = new();
    private readonly Dictionary<(ISymbol Function, FlowState Entry), List<FlowState>> _inlined = new();
    private readonly Dictionary<SyntaxNode, (IMethodSymbol Lambda, MethodContract Contract)> _lambdaContracts = new();
    private readonly Dictionary<ISymbol, List<IFlowAnonymousFunctionOperation>> _queries = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);

    public NestedFunctions(LockAnalysis analysis, ControlFlowGraph graph, NestedFunctions? outer)
    {
        _analysis = analysis;
        _graph = graph;
        _outer = outer;
        _depth = outer is null ? 0 : outer._depth + 1;
    }

    /// <summary>A lambda comes into being: unless the call it is passed to runs it, nobody knows when it runs.</summary>
    public void Created(IFlowAnonymousFunctionOperation lambda, FlowState state)
    {
        MethodContract contract = _analysis.Contracts.Effects(lambda.Symbol);
        if (!contract.IsEmpty)
        {
            _lambdaContracts[lambda.Syntax] = (lambda.Symbol, contract);
        }

        if (ImmediateDelegates.ArgumentOf(lambda) is { } argument && ImmediateDelegates.IsImmediate(argument, _analysis.Contracts, _analysis.Options))
        {
            return;
        }

        if (QueryOf(lambda) is { } query && LazyQueries.UseOf(query) is { Kind: QueryUse.Stored, Local: { } local })
        {
            Keep(local, lambda);
            return;
        }

        DelegateContractRule.Check(_analysis, lambda, contract);
        RunLambda(lambda, contract, Deferred(state));
    }

    /// <summary>A variable is used that may hold a query: its lambdas run where the query is enumerated.</summary>
    public void Used(ILocalReferenceOperation reference, FlowState state)
    {
        if (!_queries.TryGetValue(reference.Local, out List<IFlowAnonymousFunctionOperation>? lambdas) || reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
        {
            return;
        }

        (QueryUse kind, ILocalSymbol? local) = LazyQueries.UseOf(reference);
        foreach (IFlowAnonymousFunctionOperation lambda in lambdas.ToArray())
        {
            if (kind is QueryUse.Stored)
            {
                Keep(local!, lambda);
            }
            else
            {
                RunLambda(lambda, _analysis.Contracts.Effects(lambda.Symbol), kind is QueryUse.Consumed ? state with { Lexical = null } : Deferred(state));
            }
        }
    }

    private void Keep(ILocalSymbol local, IFlowAnonymousFunctionOperation lambda)
    {
        if (!_queries.TryGetValue(local, out List<IFlowAnonymousFunctionOperation>? lambdas))
        {
            _queries.Add(local, lambdas = new List<IFlowAnonymousFunctionOperation>());
        }

        if (!lambdas.Contains(lambda))
        {
            lambdas.Add(lambda);
        }
    }

    private static IInvocationOperation? QueryOf(IFlowAnonymousFunctionOperation lambda)
        => ImmediateDelegates.ArgumentOf(lambda)?.Parent is IInvocationOperation query && LazyQueries.IsLazy(query) ? query : null;

    public bool CapturesThis(IFlowAnonymousFunctionOperation lambda)
        => _graph.GetAnonymousFunctionControlFlowGraph(lambda, _analysis.Cancellation).Blocks
            .SelectMany(static block => block.Operations.Concat(block.BranchValue is { } value ? new[] { value } : Enumerable.Empty<IOperation>()))
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .Any(static operation => operation is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance });

    /// <summary>Runs the lambdas that a call runs before it returns.</summary>
    public FlowState RunImmediate(IInvocationOperation call, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (ImmediateDelegates.FunctionOf(argument.Value) is { } function && ImmediateDelegates.IsImmediate(argument, _analysis.Contracts, _analysis.Options))
            {
                if (function is IFlowAnonymousFunctionOperation lambda)
                {
                    RunLambda(lambda, _analysis.Contracts.Effects(lambda.Symbol), state with { Lexical = null });
                }
                else if (function is IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local })
                {
                    RunLocal(local, state with { Lexical = null });
                }
            }
        }

        return state;
    }

    /// <summary>A method is named without being called.</summary>
    public void Referenced(IMethodReferenceOperation reference, FlowState state, LockTransfer transfer)
    {
        bool isImmediate = ImmediateDelegates.ArgumentOf(reference) is { } argument && ImmediateDelegates.IsImmediate(argument, _analysis.Contracts, _analysis.Options);
        if (reference.Method.MethodKind is MethodKind.LocalFunction && _analysis.Contracts.Effects(reference.Method).IsEmpty)
        {
            if (!isImmediate)
            {
                RunLocal(reference.Method, Deferred(state));
            }

            return;
        }

        MethodContract contract = _analysis.Contracts.Effects(reference.Method);
        bool isCarried = reference.Parent is IDelegateCreationOperation { Type: INamedTypeSymbol { DelegateInvokeMethod: { } invoke } } && _analysis.Contracts.Effects(invoke).Has(LockEffectKind.Require);
        if (contract.Has(LockEffectKind.Require) && !isCarried)
        {
            transfer.Call(new CallSite(reference, reference.Method, reference.Instance, ImmutableArray<IArgumentOperation>.Empty), isImmediate ? state : Deferred(state), new List<FlowState>());
        }
    }

    /// <summary>Runs a local function at its call; false if the call is of something else or goes by a contract.</summary>
    public bool Inline(IInvocationOperation call, FlowState state, List<FlowState> after)
    {
        IMethodSymbol function = call.TargetMethod.OriginalDefinition;
        if (function.MethodKind is not MethodKind.LocalFunction || !_analysis.Contracts.Effects(function).IsEmpty)
        {
            return false;
        }

        FlowState entry = state with { Lexical = null };
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.None } parameter)
            {
                IParameterSymbol formal = function.Parameters[parameter.Ordinal];
                entry = entry.SetValue(formal, _analysis.Paths.Evaluate(argument.Value, state)).SetKnown(formal, ConditionEvaluator.Evaluate(argument.Value, state));
            }
        }

        if (Find(function) is { } found && Iterators.Is(found.Body))
        {
            RunLocal(function, Deferred(entry));
            after.Add(state);
            return true;
        }

        foreach (FlowState exit in RunLocal(function, entry) ?? new List<FlowState> { state })
        {
            FlowState returned = exit with { Lexical = state.Lexical };
            foreach (IParameterSymbol parameter in function.Parameters)
            {
                returned = returned.SetValue(parameter, null).SetKnown(parameter, null);
            }

            after.Add(returned);
        }

        return true;
    }

    /// <summary>The contract of the lambda that a delegate variable holds.</summary>
    public (IMethodSymbol Lambda, MethodContract Contract)? ContractOf(IInvocationOperation call, FlowState state)
    {
        if (call.TargetMethod.MethodKind is not MethodKind.DelegateInvoke || call.Instance is null
            || _analysis.Paths.TryEvaluate(call.Instance, state) is not { Root: PathRoot.Value, RootSyntax: { } syntax })
        {
            return null;
        }

        for (NestedFunctions? functions = this; functions is not null; functions = functions._outer)
        {
            if (functions._lambdaContracts.TryGetValue(syntax, out (IMethodSymbol, MethodContract) contract))
            {
                return contract;
            }
        }

        return null;
    }

    /// <summary>Looks into the local functions that nothing has run: by their contract alone.</summary>
    public void RunRest()
    {
        foreach (IMethodSymbol function in _graph.LocalFunctions)
        {
            if (!_used.Contains(function))
            {
                RunLocal(function, FlowState.Empty with { ThisEscaped = true });
            }
        }
    }

    private static FlowState Deferred(FlowState state) => FlowState.Empty with { Values = state.Values, ThisEscaped = true };

    private void RunLambda(IFlowAnonymousFunctionOperation lambda, MethodContract contract, FlowState entry)
    {
        if (_depth < MaximumDepth && _seen.Add((lambda.Syntax, entry)))
        {
            ControlFlowGraph body = _graph.GetAnonymousFunctionControlFlowGraph(lambda, _analysis.Cancellation);
            new FunctionRun(_analysis, body, lambda.Symbol, contract, this).Run(entry);
        }
    }

    private List<FlowState>? RunLocal(IMethodSymbol function, FlowState entry)
    {
        (NestedFunctions Owner, ControlFlowGraph Body)? found = Find(function);
        if (found is not { } local || _depth >= MaximumDepth)
        {
            return null;
        }

        local.Owner._used.Add(function);
        if (local.Owner._inlined.TryGetValue((function, entry), out List<FlowState>? known))
        {
            return known.Count == 0 ? null : known;
        }

        // Entered first: a function that calls itself finds nothing yet and goes on unchanged.
        local.Owner._inlined.Add((function, entry), new List<FlowState>());
        MethodContract contract = _analysis.Contracts.Effects(function);
        List<FlowState> exits = new FunctionRun(_analysis, local.Body, function, contract, this).Run(entry);
        local.Owner._inlined[(function, entry)] = exits;
        return exits;
    }

    private (NestedFunctions Owner, ControlFlowGraph Body)? Find(IMethodSymbol function)
    {
        for (NestedFunctions? functions = this; functions is not null; functions = functions._outer)
        {
            if (functions._graph.LocalFunctions.Contains(function))
            {
                return (functions, functions._graph.GetLocalFunctionControlFlowGraph(function, _analysis.Cancellation));
            }
        }

        return null;
    }
}
