using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Facts about the result of an operation live until the end of the statement.</summary>
internal static class FlowResults
{
    public static FlowState Forget(FlowState state)
    {
        FactMap<object, KnownValue> known = state.Known;
        foreach (KeyValuePair<object, KnownValue> entry in state.Known)
        {
            if (entry.Key is IOperation)
            {
                known = known.Remove(entry.Key);
            }
        }

        FactMap<object, SyntaxNode> untested = state.Untested;
        foreach (KeyValuePair<object, SyntaxNode> entry in state.Untested)
        {
            if (entry.Key is IOperation)
            {
                untested = untested.Remove(entry.Key);
            }
        }

        return ReferenceEquals(known, state.Known) && ReferenceEquals(untested, state.Untested) ? state : state with { Known = known, Untested = untested };
    }
}
