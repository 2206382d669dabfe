using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What a comparison of two references says of the objects behind them.</summary>
internal static class SameObjects
{
    /// <summary>Whether both sides of a comparison are known by one name.</summary>
    public static bool AreNamed(DerivedValue comparison, FlowState state)
        => Names(comparison, state) is var (_, left, _, right) && left.Equals(right);

    /// <summary>Gives both sides of a comparison that holds one name, unless a lock is known by the name that would go.</summary>
    public static FlowState Unite(DerivedValue comparison, FlowState state)
    {
        // What a call gave, or a creation, is followed by a name of its own.
        if (Names(comparison, state) is not var (first, left, second, right) || left.Equals(right) || !IsVariable(left) || !IsVariable(right))
        {
            return state;
        }

        // A variable that was given an object takes the name of one that still has its own.
        return state.Values.Contains(first)
            ? IsHeld(left, state) ? state : state.SetValue(first, right)
            : IsHeld(right, state) ? state : state.SetValue(second, left);
    }

    private static bool IsVariable(AccessPath path) => path.Root is PathRoot.Parameter or PathRoot.Local;

    private static bool IsHeld(AccessPath path, FlowState state)
    {
        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (entry.Key.StartsWith(path))
            {
                return true;
            }
        }

        return false;
    }

    private static (ISymbol First, AccessPath Left, ISymbol Second, AccessPath Right)? Names(DerivedValue comparison, FlowState state)
        => comparison is { Operation: "==", Left: ISymbol left, Right: ISymbol right } && IsReference(left) && IsReference(right)
            ? (left, NameOf(left, state), right, NameOf(right, state))
            : null;

    private static AccessPath NameOf(ISymbol variable, FlowState state) => state.Values.Find(variable) ?? VariableTransfer.Self(variable)!;

    private static bool IsReference(ISymbol variable) => variable switch
    {
        ILocalSymbol { IsRef: false, Type.IsReferenceType: true } => true,
        IParameterSymbol { RefKind: RefKind.None, Type.IsReferenceType: true } => true,
        _ => false,
    };
}
