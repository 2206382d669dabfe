namespace DeclIommu.Layouts.Tests.Fields;

/// <summary>What a device can do, as a class and seen in this assembly only.</summary>
internal sealed class Abilities(bool hasSignature, bool hasMode, bool hasLanes)
{
    public bool HasSignature { get; } = hasSignature;

    public bool HasMode { get; } = hasMode;

    internal bool HasLanes { get; } = hasLanes;
}

/// <summary>No member is zero.</summary>
public enum Mode : byte
{
    Slow = 1,

    [AvailableWhen("HasLanes")]
    Fast = 2,
}

/// <summary>A constant, an exhaustive enum without a zero and repeated enums that only some devices have.</summary>
[Layout(64, Capabilities = typeof(Abilities))]
public partial struct GatedEntry
{
    [Bits(15, 8), Constant(0xA5), AvailableWhen(nameof(Abilities.HasSignature))]
    public readonly partial byte Signature { get; }

    [Bits(3, 0), Exhaustive, AvailableWhen(nameof(Abilities.HasMode))]
    public partial Mode Mode { readonly get; set; }

    [Bits(17, 16), Repeat(4, 2)]
    public readonly partial Mode GetLane(int index);

    public partial void SetLane(int index, Mode value);

    [Bits(33, 32), Repeat(4, 3), AvailableWhen(nameof(Abilities.HasLanes))]
    public partial byte this[int index] { readonly get; set; }
}

/// <summary>The same where reserved bits are one.</summary>
[Layout(24, Capabilities = typeof(Abilities), Reserved = ReservedBits.MustBeOne)]
public partial struct GatedOnes
{
    [Bits(7, 0), Constant(0xA5), AvailableWhen(nameof(Abilities.HasSignature))]
    public readonly partial byte Signature { get; }

    [Bits(11, 8), Exhaustive, AvailableWhen(nameof(Abilities.HasMode))]
    public partial Mode Mode { readonly get; set; }
}

/// <summary>A layout to nest, with a reserved bit in the middle and gates of its own.</summary>
[Layout(8, Capabilities = typeof(Abilities))]
public partial struct Inner
{
    [Bits(2, 0), Exhaustive]
    public partial Mode Mode { readonly get; set; }

    [Bits(7, 5), AvailableWhen(nameof(Abilities.HasLanes))]
    public partial byte Lanes { readonly get; set; }
}

/// <summary>Nested layouts in two pieces, the upper one above and below.</summary>
[Layout(64, Capabilities = typeof(Abilities))]
public partial struct Scattered
{
    [Bits(21, 18, 3, 0)]
    public partial Inner Upward { readonly get; set; }

    [Bits(11, 8, 33, 30)]
    public partial Inner Downward { readonly get; set; }

    [Bits(47, 40), AvailableWhen(nameof(Abilities.HasMode))]
    public partial Inner Gated { readonly get; set; }

    [Bits(55, 48), Repeat(2, 8)]
    public partial Inner this[int index] { readonly get; set; }
}

/// <summary>A constant in every element.</summary>
[Layout(32)]
public partial struct Stripes
{
    [Bits(3, 0), Repeat(4, 8), Constant(9)]
    public readonly partial byte this[int index] { get; }
}
