using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0012: every turn of a loop begins with the same locks.</summary>
internal static class LoopChecks
{
    /// <summary>Whether the state at the end of a turn holds what one of the states before the first turn held; reports it if not.</summary>
    public static bool Check(LockAnalysis analysis, LoopHead head, FlowState back)
    {
        // A state that a condition tells from those before the loop is another matter: "until it is acquired".
        List<FlowState> comparable = head.Entry.Where(entry => !Contradict(entry, back)).ToList();
        if (back.IsSoft || comparable.Count == 0 || comparable.Any(entry => !Changed(analysis, entry, back).Any()))
        {
            return true;
        }

        if (KeywordOf(head) is not { } keyword)
        {
            return true;
        }

        foreach (AccessPath @lock in Changed(analysis, comparable[0], back))
        {
            analysis.Log.Fault(BalanceRule.LoopMismatch, keyword, @lock);
        }

        return false;
    }

    private static bool Contradict(FlowState first, FlowState second)
    {
        foreach (KeyValuePair<object, KnownValue> entry in first.Known)
        {
            if (entry.Value.IsEqual && second.Known.TryGet(entry.Key, out KnownValue other) && other.EqualTo(entry.Value.Value) is false)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<AccessPath> Changed(LockAnalysis analysis, FlowState entry, FlowState back)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> held in back.Held)
        {
            // A scope locked once more in every turn is reported where it is locked the second time.
            bool isCheckedThere = held.Value is { Origin: LockOrigin.Scoped, Primitive.IsReentrant: false };
            if (!isCheckedThere && IsBalanced(analysis, held) && ((entry.Held.Find(held.Key) ?? ThroughVariable(back, held.Key, entry)) is not { } before || (before.Depth != held.Value.Depth && !before.IsMaybe)))
            {
                yield return held.Key;
            }
        }

        foreach (KeyValuePair<AccessPath, HeldLock> held in entry.Held)
        {
            if (IsBalanced(analysis, held) && !back.Held.Contains(held.Key) && ThroughVariable(entry, held.Key, back) is null)
            {
                yield return held.Key;
            }
        }
    }

    /// <summary>What another state holds under the same name: a walk along a list holds the lock of the node that a variable leads to, another node each turn.</summary>
    private static HeldLock? ThroughVariable(FlowState state, AccessPath @lock, FlowState other)
    {
        foreach (KeyValuePair<object, AccessPath> variable in state.Values.Concat(other.Values))
        {
            AccessPath? here = state.Values.Find(variable.Key) ?? VariableTransfer.Self(variable.Key);
            AccessPath? there = other.Values.Find(variable.Key) ?? VariableTransfer.Self(variable.Key);
            if (here is not null && there is not null && @lock.Segments.Length > here.Segments.Length && @lock.StartsWith(here) && other.Held.Find(@lock.Rebase(here, there)) is { } held)
            {
                return held;
            }
        }

        return null;
    }

    private static bool IsBalanced(LockAnalysis analysis, KeyValuePair<AccessPath, HeldLock> held)
        => held.Value is { IsMaybe: false, Origin: not (LockOrigin.Lexical or LockOrigin.Asserted or LockOrigin.Unchecked) } && analysis.IsBalanced(held.Key, held.Value.Primitive);

    private static Location? KeywordOf(LoopHead head)
    {
        SyntaxNode? syntax = (head.Block.Operations.IsEmpty ? head.Block.BranchValue : head.Block.Operations[0])?.Syntax;
        SyntaxNode? loop = syntax?.FirstAncestorOrSelf<SyntaxNode>(static node
            => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or LabeledStatementSyntax);
        return loop switch
        {
            WhileStatementSyntax statement => statement.WhileKeyword.GetLocation(),
            DoStatementSyntax statement => statement.DoKeyword.GetLocation(),
            ForStatementSyntax statement => statement.ForKeyword.GetLocation(),
            CommonForEachStatementSyntax statement => statement.ForEachKeyword.GetLocation(),
            LabeledStatementSyntax statement => statement.Identifier.GetLocation(),
            _ => null,
        };
    }
}
