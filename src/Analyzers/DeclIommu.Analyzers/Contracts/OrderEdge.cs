using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>A declaration that one lock is acquired before another.</summary>
/// <param name="First">The lock acquired first.</param>
/// <param name="Second">The lock acquired after it.</param>
/// <param name="Attribute">Where that is written.</param>
/// <param name="Argument">Which of the attribute's locks it is.</param>
internal sealed record OrderEdge(ISymbol First, ISymbol Second, ContractAttribute Attribute, int Argument);
