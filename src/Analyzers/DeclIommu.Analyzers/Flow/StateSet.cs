using System.Collections.Generic;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The states that reach a block. A few are kept apart, so that what was decided on the way is remembered; many are merged.</summary>
internal sealed class StateSet
{
    private const int KeptApart = 12;
    private const int Distinct = 24;

    private List<FlowState> _states = new();
    private List<FlowState> _pending = new();
    private bool _isCoarse;

    public IReadOnlyList<FlowState> States => _states;

    public bool HasPending => _pending.Count > 0;

    public List<FlowState> TakePending()
    {
        List<FlowState> pending = _pending;
        _pending = new List<FlowState>();
        return pending;
    }

    /// <summary>Adds a state; false if it says nothing new.</summary>
    public bool Add(FlowState state)
    {
        if (!_isCoarse)
        {
            FlowState? sure = state.IsSoft && _states.Count > 0 ? state with { IsSoft = false } : null;
            for (int i = 0; i < _states.Count; i++)
            {
                if (_states[i].Equals(state) || _states[i].Equals(sure))
                {
                    return false;
                }
            }

            _states.Add(state);
            _pending.Add(state);
            if (_states.Count > KeptApart)
            {
                Coarsen();
            }

            return true;
        }

        return AddMerged(state);
    }

    private void Coarsen()
    {
        List<FlowState> states = _states;
        _isCoarse = true;
        _states = new List<FlowState>();
        _pending = new List<FlowState>();
        foreach (FlowState state in states)
        {
            AddMerged(state);
        }
    }

    private bool AddMerged(FlowState state)
    {
        for (int i = 0; i < _states.Count; i++)
        {
            FlowState existing = _states[i];
            if (!existing.HoldsSameAs(state) && (HeldMerge.Loses(existing, state) || !existing.DiffersInHeldOnly(state)) && (_states.Count < Distinct || i < _states.Count - 1))
            {
                continue;
            }

            FlowState merged = existing.Merge(state);
            if (merged.Equals(existing))
            {
                return false;
            }

            _states[i] = merged;
            _pending.Remove(existing);
            _pending.Add(merged);
            return true;
        }

        _states.Add(state);
        _pending.Add(state);
        return true;
    }
}
