using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>Remembers which other members of the type a path has called on the same object.</summary>
internal static class OwnCalls
{
    public static FlowState Apply(ReferenceAnalysis analysis, CallSite call, FlowState state)
        => analysis.TracksOwnCalls && call.Receiver is not null && AccessPath.This.Equals(analysis.Objects.TryOf(call.Receiver, state))
            ? state.SetValue(call.Method.OriginalDefinition, AccessPath.This)
            : state;

    public static bool Has(FlowState state, IMethodSymbol method) => state.Values.Contains(method);
}
