using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>A call seen by the flow.</summary>
/// <param name="Callee">The method, as it is defined.</param>
/// <param name="Receiver">The object it is called on, if it has a name.</param>
/// <param name="Held">The locks held there.</param>
/// <param name="Site">Where.</param>
internal sealed record MethodCall(ISymbol Callee, AccessPath? Receiver, IReadOnlyList<AccessPath> Held, SyntaxNode Site);
