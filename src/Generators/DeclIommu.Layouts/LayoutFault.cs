namespace DeclIommu.Layouts;

/// <summary>The first thing that makes a value invalid for its layout.</summary>
public readonly struct LayoutFault
{
    /// <summary>Describes a fault.</summary>
    /// <param name="field">The field at fault, or null if the bit belongs to none.</param>
    /// <param name="msb">The most significant bit concerned.</param>
    /// <param name="lsb">The least significant bit concerned.</param>
    /// <param name="reason">What is wrong.</param>
    public LayoutFault(string? field, int msb, int lsb, LayoutFaultReason reason)
    {
        Field = field;
        Msb = msb;
        Lsb = lsb;
        Reason = reason;
    }

    /// <summary>The field at fault, or null if the bit belongs to none.</summary>
    public string? Field { get; }

    /// <summary>The most significant bit concerned.</summary>
    public int Msb { get; }

    /// <summary>The least significant bit concerned.</summary>
    public int Lsb { get; }

    /// <summary>What is wrong.</summary>
    public LayoutFaultReason Reason { get; }

    /// <summary>The fault in words, for example <c>reserved [106]: ReservedBitSet</c>.</summary>
    public override string ToString() => $"{Field ?? "reserved"} {new BitRange(Msb, Lsb)}: {Reason}";
}
