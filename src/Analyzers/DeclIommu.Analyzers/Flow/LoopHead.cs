using System.Collections.Generic;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The states at the head of a loop.</summary>
internal sealed class LoopHead
{
    public LoopHead(BasicBlock block) => Block = block;

    public BasicBlock Block { get; }

    /// <summary>Those that come from before the loop.</summary>
    public HashSet<FlowState> Entry { get; } = new();
}
