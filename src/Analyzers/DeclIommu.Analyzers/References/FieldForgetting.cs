using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>A call on an object, or with it, may set its fields anew.</summary>
internal static class FieldForgetting
{
    public static FlowState Apply(ReferenceAnalysis analysis, CallSite call, FlowState state)
    {
        if (analysis.TracksOwnCalls || !state.References.Any(static entry => !entry.Key.IsRootOnly) || call.Method.MethodKind is MethodKind.PropertyGet or MethodKind.Constructor)
        {
            return state;
        }

        var reached = new HashSet<AccessPath>();
        if (call.Receiver is not null && analysis.Objects.TryOf(call.Receiver, state) is { } receiver)
        {
            reached.Add(receiver);
        }

        reached.UnionWith(call.Arguments.Select(argument => analysis.Objects.TryOf(argument.Value, state)).Where(static path => path is not null)!);
        // What ends an object releases what its fields hold, whether they can be set or not.
        bool isEnd = call.Method is { Name: "Dispose" or "DisposeAsync" or "Close", Parameters.IsEmpty: true } || analysis.Contracts.Of(call.Method).Receiver is ReceiverEffect.Releases;
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in state.References)
        {
            if (!entry.Key.IsRootOnly && (isEnd || entry.Key.LastSymbol is not IFieldSymbol { IsReadOnly: true }) && reached.Contains(entry.Key.Parent()))
            {
                state = ReferenceOperations.Set(state, entry.Key, entry.Value with { IsMaybe = true });
            }
        }

        return state;
    }
}
