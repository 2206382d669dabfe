using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Runs the analysis through one function and checks how it ends.</summary>
internal sealed class FunctionRun
{
    private readonly LockAnalysis _analysis;
    private readonly ControlFlowGraph _graph;
    private readonly IMethodSymbol? _function;
    private readonly MethodContract _contract;
    private readonly NestedFunctions _nested;

    public FunctionRun(LockAnalysis analysis, ControlFlowGraph graph, IMethodSymbol? function, MethodContract contract, NestedFunctions? outer)
    {
        _analysis = analysis;
        _graph = graph;
        _function = function;
        _contract = Iterators.Is(graph) ? MethodContract.Empty : contract;
        _nested = new NestedFunctions(analysis, graph, outer);
    }

    /// <summary>Runs it from a state and returns the states in which it returns.</summary>
    public List<FlowState> Run(FlowState state)
    {
        var expectation = new FunctionExpectation(_analysis, _function, _contract);
        FlowState entry = expectation.Enter(state);
        var engine = new FlowEngine(_graph, new LockTransfer(_analysis, _nested, _graph), new LexicalLocks(_graph.OriginalOperation), _analysis.Cancellation);
        engine.Run(new[] { entry });
        _nested.RunRest();
        if (engine.GaveUp)
        {
            _analysis.GaveUp = true;
            return new List<FlowState> { state };
        }

        bool isInlined = _function is { MethodKind: MethodKind.LocalFunction } && _contract.IsEmpty;
        var checks = new ExitChecks(_analysis, expectation, entry);
        if (isInlined && !_analysis.ImplementsLock)
        {
            checks.CheckOwnThrows(engine.Exits);
        }
        else if (!_analysis.ImplementsLock)
        {
            engine.Exits.ForEach(exit => ReturnedReferences.Check(_analysis, _function, exit));
            checks.Check(engine.Exits);
        }

        return engine.Exits.Where(static exit => !exit.IsExceptional).Select(static exit => exit.State).Distinct().ToList();
    }
}
