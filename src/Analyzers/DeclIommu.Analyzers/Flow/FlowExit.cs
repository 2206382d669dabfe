using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>A state that leaves the body.</summary>
/// <param name="State">What is known there.</param>
/// <param name="Location">The return, the closing brace, or the throw.</param>
/// <param name="Value">The returned value.</param>
/// <param name="IsExceptional">It leaves by an exception.</param>
internal sealed record FlowExit(FlowState State, Location Location, IOperation? Value, bool IsExceptional)
{
    /// <summary>The type of the exception, if this body throws it.</summary>
    public ITypeSymbol? Thrown { get; init; }
}
