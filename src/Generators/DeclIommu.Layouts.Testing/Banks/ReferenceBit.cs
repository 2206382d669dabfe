namespace DeclIommu.Layouts.Testing;

/// <summary>What is declared about one bit of a register.</summary>
internal sealed record ReferenceBit
{
    /// <summary>The policy of a field's bit.</summary>
    public Access Access { get; init; }

    /// <summary>The policy where the bit belongs to no field.</summary>
    public ReservedBits? Reserved { get; init; }

    /// <summary>The value of a constant's bit.</summary>
    public bool? Constant { get; init; }

    /// <summary>The capability that the field needs; where it is off, the bit is reserved by <see cref="WhenOff"/>.</summary>
    public string? Capability { get; init; }

    public ReservedBits WhenOff { get; init; }

    /// <summary>The bits of the field that locks this one.</summary>
    public IReadOnlyList<int> Lock { get; init; } = [];

    /// <summary>The capability that the lock needs.</summary>
    public string? LockCapability { get; init; }

    /// <summary>The value after each kind of reset that has one; the full one is the empty name.</summary>
    public IReadOnlyDictionary<string, bool> Resets { get; init; } = new Dictionary<string, bool>();
}
