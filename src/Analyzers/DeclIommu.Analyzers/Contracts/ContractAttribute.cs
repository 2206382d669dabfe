using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>A contract as written, in an attribute or in an additional file.</summary>
internal sealed record ContractAttribute(string Name, ImmutableArray<string> Locks, bool Success, bool IsShared, bool IsReentrant, bool IsThreadAffine, SyntaxReference? Syntax);
