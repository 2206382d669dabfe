using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>A lock taken while another is held.</summary>
internal sealed record LockEdge(AccessPath Held, AccessPath Acquired, SyntaxNode Site);
