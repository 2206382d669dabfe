using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What one member executes.</summary>
/// <param name="Owner">The member: a method or accessor, or the field or property of an initializer.</param>
/// <param name="Blocks">Its bodies.</param>
/// <param name="Graph">Makes the control flow graph of one of them.</param>
internal sealed record MemberBody(ISymbol Owner, ImmutableArray<IOperation> Blocks, Func<IOperation, ControlFlowGraph> Graph)
{
    public SyntaxTree Tree => Blocks[0].Syntax.SyntaxTree;
}
