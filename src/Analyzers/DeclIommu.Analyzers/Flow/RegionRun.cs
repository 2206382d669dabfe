using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>One run through a range of blocks: the whole body, or a finally region for the one state that entered it.</summary>
internal sealed class RegionRun
{
    private readonly Dictionary<int, StateSet> _entering = new();
    private readonly SortedSet<int> _work = new();

    public RegionRun(int first, int last, RegionRun? outer)
    {
        First = first;
        Last = last;
        Outer = outer;
    }

    public int First { get; }

    public int Last { get; }

    public RegionRun? Outer { get; }

    /// <summary>The states at the end of a finally region.</summary>
    public List<FlowState> Ends { get; } = new();

    public Dictionary<(ControlFlowRegion Region, FlowState State), List<FlowState>> FinallyResults { get; } = new();

    /// <summary>The innermost run that has the block.</summary>
    public RegionRun Owning(int block)
    {
        RegionRun run = this;
        while (run.Outer is not null && (block < run.First || block > run.Last))
        {
            run = run.Outer;
        }

        return run;
    }

    public void Add(int block, FlowState state)
    {
        if (!_entering.TryGetValue(block, out StateSet? set))
        {
            _entering.Add(block, set = new StateSet());
        }

        if (set.Add(state))
        {
            _work.Add(block);
        }
    }

    public bool TryTake(out int block, out List<FlowState> states)
    {
        if (_work.Count == 0)
        {
            block = -1;
            states = new List<FlowState>();
            return false;
        }

        block = _work.Min;
        _work.Remove(block);
        states = _entering[block].TakePending();
        return true;
    }
}
