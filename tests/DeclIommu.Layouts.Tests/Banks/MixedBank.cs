namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>Everything that a bank can hold, close together: gaps, repeated registers few and many, halves, gates.</summary>
[RegisterBank(0x505, Capabilities = typeof(Features))]
internal partial struct MixedBank : IBank
{
    [Register(0x000)]
    public partial MixedControl Control { readonly get; set; }

    [Register(0x008)]
    public partial MixedPreserved Preserved { readonly get; set; }

    [Register(0x00C)]
    public partial MixedOnes Ones { readonly get; set; }

    [Register(0x00F)]
    public partial MixedSmall Small { readonly get; set; }

    [Register(0x010), HalfAccess(HalfAccess.CommitOnHigh)]
    public partial MixedControl Committed { readonly get; set; }

    [Register(0x018), HalfAccess(HalfAccess.SnapshotOnLow)]
    public partial MixedControl Snapshot { readonly get; set; }

    [Register(0x020), Repeat(3, 4)]
    public partial MixedPreserved this[int index] { readonly get; set; }

    [Register(0x030), Repeat(4, 6)]
    public readonly partial MixedOnes GetSpread(int index);

    public partial void SetSpread(int index, MixedOnes value);

    [Register(0x050), AvailableWhen(nameof(Features.HasLogging)), Reset(0x1234_5678)]
    public partial uint Gated { readonly get; set; }

    [Register(0x058), AvailableWhen(nameof(Features.HasPaging)), Access(Access.WriteOneToClear), Reset(ulong.MaxValue)]
    public partial ulong GatedWide { readonly get; set; }

    [Register(0x060), Repeat(2, 8), HalfAccess(HalfAccess.CommitOnHigh), Access(Access.WriteOnce), Reset(0x77), Reset(1, Kind = "Warm")]
    public readonly partial long GetOnce(int index);

    public partial void SetOnce(int index, long value);

    [Register(0x070), Repeat(2, 8), HalfAccess(HalfAccess.SnapshotOnLow), Access(Access.ReadClears)]
    public readonly partial ulong GetCounter(int index);

    public partial void SetCounter(int index, ulong value);

    [Register(0x080), Repeat(40, 16)]
    public readonly partial MixedControl GetTableLow(int index);

    public partial void SetTableLow(int index, MixedControl value);

    [Register(0x088), Repeat(40, 16), Access(Access.WriteOneToToggle), Reset(0x8000_0001)]
    public readonly partial int GetTableHigh(int index);

    public partial void SetTableHigh(int index, int value);

    [Register(0x300), Repeat(50, 6), Reset(0xBEEF)]
    public readonly partial short GetDense(int index);

    public partial void SetDense(int index, short value);

    [Register(0x302), Access(Access.ReadSets), Reset(0x0F, Kind = "Cold")]
    public partial sbyte Between { readonly get; set; }

    [Register(0x450), Repeat(33, 5), AvailableWhen(nameof(Features.HasPaging))]
    public readonly partial byte GetBytes(int index);

    public partial void SetBytes(int index, byte value);

    [Register(0x504), Access(Access.WriteZeroToClear), Reset(0xFF)]
    public partial byte Last { readonly get; set; }
}
