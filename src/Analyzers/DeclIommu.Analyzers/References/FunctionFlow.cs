using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Runs the analysis through one function and checks how it ends.</summary>
internal sealed class FunctionFlow
{
    private readonly ReferenceAnalysis _analysis;
    private readonly ControlFlowGraph _graph;
    private readonly IMethodSymbol? _function;
    private readonly NestedBodies _nested;

    public FunctionFlow(ReferenceAnalysis analysis, ControlFlowGraph graph, IMethodSymbol? function, NestedBodies? outer)
    {
        _analysis = analysis;
        _graph = graph;
        _function = function;
        _nested = new NestedBodies(analysis, graph, outer);
    }

    /// <summary>The ways in which the function was left, after it has run.</summary>
    public List<FlowExit> Exits { get; private set; } = new();

    /// <summary>Runs it from a state and returns the states in which it returns.</summary>
    public List<FlowState> Run(FlowState state)
    {
        bool isInlined = _function is { MethodKind: MethodKind.LocalFunction } && _analysis.Contracts.Of(_function).IsEmpty;
        var entry = new EntryState(_analysis, _function, _graph);
        FlowState start = isInlined ? state : entry.Enter(state);
        var engine = new FlowEngine(_graph, new ReferenceTransfer(_analysis, _nested), new LexicalLocks(_graph.OriginalOperation), _analysis.Cancellation);
        engine.Run(new[] { start });
        _nested.RunRest();
        if (engine.GaveUp)
        {
            _analysis.GaveUp = true;
            return new List<FlowState> { state };
        }

        Exits = engine.Exits;
        if (!isInlined)
        {
            new ExitOwnership(_analysis, _function).Check(Exits);
        }

        return Exits.Where(static exit => !exit.IsExceptional).Select(static exit => exit.State).Distinct().ToList();
    }
}
