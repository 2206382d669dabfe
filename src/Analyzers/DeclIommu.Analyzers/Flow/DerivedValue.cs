namespace DeclIommu.Analyzers.Flow;

/// <summary>A value computed from variables alone: asked twice it is the same as long as they are.</summary>
/// <param name="Operation">How it is computed.</param>
/// <param name="Left">A variable, a constant, or another derived value.</param>
/// <param name="Right">The other operand, if there is one.</param>
internal sealed record DerivedValue(string Operation, object Left, object? Right)
{
    public bool Mentions(object variable) => Concerns(Left, variable) || (Right is not null && Concerns(Right, variable));

    /// <summary>Whether an atom is the variable, or computed from it.</summary>
    public static bool Concerns(object atom, object variable)
        => AtomComparer.Instance.Equals(atom, variable) || (atom is DerivedValue derived && derived.Mentions(variable));

    public bool Equals(DerivedValue? other)
        => other is not null && Operation == other.Operation && AtomComparer.Instance.Equals(Left, other.Left) && AtomComparer.Instance.Equals(Right, other.Right);

    public override int GetHashCode() => unchecked((Operation.GetHashCode() * 31) + AtomComparer.Instance.GetHashCode(Left));
}
