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
    private readonly bool _isInlined;

    /// <param name="analysis">What the functions of a member share.</param>
    /// <param name="graph">The body.</param>
    /// <param name="function">The function; null for an initializer.</param>
    /// <param name="outer">The functions around it.</param>
    /// <param name="isInlined">It runs in the middle of the function around it, on the references of that.</param>
    public FunctionFlow(ReferenceAnalysis analysis, ControlFlowGraph graph, IMethodSymbol? function, NestedBodies? outer, bool isInlined = false)
    {
        _isInlined = isInlined;
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
        var entry = new EntryState(_analysis, _function, _graph);
        FlowState start = _isInlined ? state : entry.Enter(state);
        var engine = new FlowEngine(_graph, new ReferenceTransfer(_analysis, _nested), new LexicalLocks(_graph.OriginalOperation), _analysis.Cancellation);
        engine.Run(new[] { start });
        _nested.RunRest();
        if (engine.GaveUp)
        {
            _analysis.GaveUp = true;
            return new List<FlowState> { state };
        }

        Exits = engine.Exits;
        if (!_isInlined)
        {
            new ExitOwnership(_analysis, _function).Check(Exits);
        }

        return Exits.Where(static exit => !exit.IsExceptional).Select(static exit => exit.State).Distinct().ToList();
    }
}
