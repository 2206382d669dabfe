namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>64 bits with locks, gates, a split field and every kind of reserved bit.</summary>
[Layout(64, Capabilities = typeof(Features))]
[Reserved(15, 14, ReservedBits.MustBeOne)]
[Reserved(31, 30, ReservedBits.Preserve)]
[Reserved(33, 32, ReservedBits.Ignore)]
internal partial struct MixedControl
{
    [Bit(0)]
    public partial bool Lock { readonly get; set; }

    [Bits(4, 1), LockedBy(nameof(Lock)), Reset(0b1010)]
    public partial byte Mode { readonly get; set; }

    [Bits(12, 5), Access(Access.WriteOneToClear), LockedBy(nameof(Key)), Reset(0xA5), Reset(0x81, Kind = "Warm")]
    public partial byte Pending { readonly get; set; }

    [Bits(41, 34, 21, 16), Access(Access.WriteOnce), Reset(0x2AAA, Kind = "Warm")]
    public partial ushort Split { readonly get; set; }

    [Bits(25, 22), AvailableWhen(nameof(Features.HasPaging))]
    public partial byte Key { readonly get; set; }

    [Bits(45, 42), Access(Access.WriteOneToToggle), AvailableWhen(nameof(Features.HasLogging)), Reset(0b0110), Reset(0b1001, Kind = "Cold")]
    public partial byte Toggle { readonly get; set; }

    [Bits(49, 46), Access(Access.ReadClears), AvailableWhen(nameof(Features.HasPaging)), Reset(0xF)]
    public partial byte Count { readonly get; set; }

    [Bits(53, 50), Access(Access.WriteOnly), AvailableWhen(nameof(Features.HasLogging)), LockedBy(nameof(Lock))]
    public partial byte Door { readonly get; set; }

    [Bits(57, 54), Access(Access.WriteOnce), LockedBy(nameof(Lock)), AvailableWhen(nameof(Features.HasPaging))]
    public partial byte Once { readonly get; set; }

    [Constant(0b101), Bits(60, 58)]
    public readonly partial byte Version { get; }
}

/// <summary>32 bits whose fields depend on capabilities and keep what is written where they are off.</summary>
[Layout(32, Reserved = ReservedBits.Preserve, Capabilities = typeof(Features))]
internal partial struct MixedPreserved
{
    [Bits(3, 0), Access(Access.WriteOneToSet), AvailableWhen(nameof(Features.HasPaging))]
    public partial byte Set { readonly get; set; }

    [Bits(7, 4), Access(Access.WriteOnly), AvailableWhen(nameof(Features.HasLogging))]
    public partial byte Door { readonly get; set; }

    [Bits(9, 8), Access(Access.WriteOnce), AvailableWhen(nameof(Features.HasPaging))]
    public partial byte Once { readonly get; set; }

    [Bits(13, 10), Access(Access.ReadSets), AvailableWhen(nameof(Features.HasLogging))]
    public partial byte Seen { readonly get; set; }

    [Bits(17, 14), AvailableWhen(nameof(Features.HasLogging)), LockedBy(nameof(Once))]
    public partial byte Plain { readonly get; set; }

    [Bits(1 + 18, 18), Repeat(4, 3), Access(Access.WriteZeroToClear), Reset(0b01)]
    public partial byte this[int index] { readonly get; set; }
}

/// <summary>16 bits whose reserved bits and unavailable fields read one.</summary>
[Layout(16, Reserved = ReservedBits.MustBeOne, Capabilities = typeof(Features))]
internal partial struct MixedOnes
{
    [Bits(3, 0), Access(Access.WriteClears), AvailableWhen(nameof(Features.HasPaging))]
    public partial byte Clears { readonly get; set; }

    [Bits(9, 6), Access(Access.WriteSets), Reset(0b0011, Kind = "Warm")]
    public partial byte Sets { readonly get; set; }

    [Bits(12, 10), Access(Access.WriteOnly)]
    public partial byte Door { readonly get; set; }
}

/// <summary>8 bits whose reserved bits are ignored.</summary>
[Layout(8, Reserved = ReservedBits.Ignore)]
internal partial struct MixedSmall
{
    [Bits(2, 0), Access(Access.WriteZeroToSet), Reset(5), Reset(2, Kind = "Cold")]
    public partial byte Low { readonly get; set; }

    [Bits(6, 5), Access(Access.ReadOnly), Reset(2)]
    public partial byte High { readonly get; set; }
}
