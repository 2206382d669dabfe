using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>A lock statement that the state is inside of, and the next one around it.</summary>
/// <param name="Statement">The lock statement.</param>
/// <param name="Lock">Its object as named when it was entered.</param>
/// <param name="Outer">The lock statement around it.</param>
internal sealed record LexicalLock(SyntaxNode Statement, AccessPath Lock, LexicalLock? Outer);
