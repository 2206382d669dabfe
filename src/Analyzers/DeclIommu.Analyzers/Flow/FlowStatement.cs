using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What is found out once of a statement or condition, though the flow may pass it in many states.</summary>
internal sealed class FlowStatement
{
    public FlowStatement(IOperation root, IFlowTransfer transfer, LexicalLocks locks)
    {
        Operations = OperationOrder.Flatten(root).Select(operation => (operation, transfer.MayThrow(operation))).ToImmutableArray();
        Around = locks.Around(root.Syntax);
        EmptyLocks = locks.EmptyAt(root.Syntax).ToImmutableArray();
    }

    /// <summary>Its operations in the order in which they are evaluated, and which of them may throw.</summary>
    public ImmutableArray<(IOperation Operation, bool MayThrow)> Operations { get; }

    /// <summary>The lock statements around it.</summary>
    public ImmutableArray<ILockOperation> Around { get; }

    /// <summary>The lock statements with nothing inside whose object it computes.</summary>
    public ImmutableArray<ILockOperation> EmptyLocks { get; }
}
