using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Finds the objects that no variable names any more.</summary>
internal sealed class Lifetimes
{
    /// <summary>Names the object that is about to be returned.</summary>
    public static readonly object Returned = new();

    private readonly ReferenceAnalysis _analysis;

    public Lifetimes(ReferenceAnalysis analysis) => _analysis = analysis;

    /// <summary>The variables of a region end.</summary>
    public FlowState End(ControlFlowRegion region, FlowState state)
    {
        if (region.Locals.IsEmpty && region.CaptureIds.IsEmpty)
        {
            return state;
        }

        foreach (ILocalSymbol local in region.Locals)
        {
            state = state.SetValue(local, null).SetKnown(local, null);
        }

        foreach (CaptureId capture in region.CaptureIds)
        {
            state = state.SetValue(capture, null).SetKnown(capture, null);
        }

        return Collect(state);
    }

    /// <summary>Forgets objects without a name; one that is owned is lost.</summary>
    public FlowState Collect(FlowState state)
    {
        if (state.Values.Any(static entry => entry.Key is IOperation))
        {
            foreach (KeyValuePair<object, AccessPath> entry in state.Values)
            {
                state = entry.Key is IOperation ? state.SetValue(entry.Key, null) : state;
            }
        }

        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in state.References)
        {
            if (entry.Key.Root is PathRoot.Value && !ReferenceOperations.IsNamed(state, entry.Key) && !IsLender(state, entry.Key))
            {
                state = _analysis.Operations.IsOwnedField(entry.Key) ? ReferenceOperations.Set(state, entry.Key, null) : _analysis.Operations.Lose(state, entry.Key, LossKind.AtEnd);
            }
        }

        return state;
    }

    private static bool IsLender(FlowState state, AccessPath path)
        => !state.References.Find(path)!.IsOwned && state.References.Any(entry => path.Equals(entry.Value.Lender) && ReferenceOperations.IsNamed(state, entry.Key));
}
