namespace DeclIommu.Analyzers.Flow;

/// <summary>What tells whether a lock is held: it is exactly when the atom has the value.</summary>
/// <param name="Atom">A variable or condition.</param>
/// <param name="Value">The value that means held.</param>
internal sealed record HeldWhen(object Atom, KnownValue Value)
{
    /// <summary>Whether the lock is held, by what is known of the atom: yes, no, or not known.</summary>
    public bool? IsHeld(KnownValue? known) => known?.EqualTo(Value.Value) is { } equal ? equal == Value.IsEqual : null;

    public bool Equals(HeldWhen? other) => other is not null && AtomComparer.Instance.Equals(Atom, other.Atom) && Value.Equals(other.Value);

    public override int GetHashCode() => AtomComparer.Instance.GetHashCode(Atom);
}
