using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>What a member that needs no flow tells of the order of locks.</summary>
internal sealed class PlainMember
{
    /// <summary>The lock of its one lock statement.</summary>
    public ISymbol? Lock { get; set; }

    /// <summary>The methods it calls, and whether inside the lock statement.</summary>
    public List<(ISymbol Callee, bool IsUnderLock, SyntaxNode Site)> Calls { get; } = new();
}
