using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Knows reads that a loop may repeat: those that wait for a change, and those that each round copies into a local of its own.</summary>
internal static class OverlayLoop
{
    /// <summary>True if the loop around a block may come back to a read in it without fetching twice what it decides on.</summary>
    public static bool IsFresh(IPropertyReferenceOperation read, BasicBlock block) => IsCopied(read) || IsWait(read, block);

    /// <summary>The local, parameter or field that an operation refers to.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    // local = overlay.Field: each round decides on its own copy.
    private static bool IsCopied(IPropertyReferenceOperation read)
    {
        IOperation value = read;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation } assignment && assignment.Value == value;
    }

    // A condition that compares the field with what the loop does not change waits until somebody else changes the field.
    private static bool IsWait(IPropertyReferenceOperation read, BasicBlock block)
    {
        if (block.BranchValue is not { } condition || !condition.DescendantsAndSelf().Contains(read))
        {
            return false;
        }

        HashSet<ISymbol> changed = new(Around(block).SelectMany(OverlayFlow.Operations).Select(Changed).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        return !condition.DescendantsAndSelf().Select(SymbolOf).OfType<ISymbol>().Any(changed.Contains);
    }

    private static ISymbol? Changed(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => SymbolOf(assignment.Target),
        IIncrementOrDecrementOperation step => SymbolOf(step.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => SymbolOf(argument.Value),
        _ => null,
    };

    // The blocks that lie on a way from a block back to it.
    private static IEnumerable<BasicBlock> Around(BasicBlock block)
    {
        HashSet<BasicBlock> ahead = Reach(block, static at => new[] { at.FallThroughSuccessor?.Destination, at.ConditionalSuccessor?.Destination }.OfType<BasicBlock>());
        HashSet<BasicBlock> behind = Reach(block, static at => at.Predecessors.Select(static branch => branch.Source));
        ahead.IntersectWith(behind);
        return ahead;
    }

    private static HashSet<BasicBlock> Reach(BasicBlock start, System.Func<BasicBlock, IEnumerable<BasicBlock>> next)
    {
        var reached = new HashSet<BasicBlock>();
        var waiting = new Stack<BasicBlock>(next(start));
        while (waiting.Count > 0)
        {
            BasicBlock block = waiting.Pop();
            if (reached.Add(block))
            {
                foreach (BasicBlock further in next(block))
                {
                    waiting.Push(further);
                }
            }
        }

        return reached;
    }
}
