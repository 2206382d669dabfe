namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>A status register with side effects in both halves.</summary>
[Layout(64)]
internal partial struct HookedStatus
{
    [Bits(7, 0), Access(Access.WriteOneToClear)]
    public partial byte Low { readonly get; set; }

    [Bits(47, 40), Access(Access.WriteOneToClear)]
    public partial byte High { readonly get; set; }

    [Bits(63, 56), Access(Access.ReadClears)]
    public partial byte Count { readonly get; set; }
}

/// <summary>A bank that writes down what its hooks were told.</summary>
[RegisterBank(0x60)]
internal partial struct HookedBank : IBank
{
    private readonly List<string> _log;

    public HookedBank(List<string> log)
    {
        _log = log;
        Limit = 100;
    }

    public uint Limit { readonly get; set; }

    [Register(0x00)]
    public partial HookedStatus Status { readonly get; set; }

    [Register(0x08), Reset(5)]
    public partial uint Control { readonly get; set; }

    [Register(0x0C)]
    public partial ushort Doorbell { readonly get; set; }

    [Register(0x0E)]
    public partial byte Silent { readonly get; set; }

    [Register(0x10), HalfAccess(HalfAccess.CommitOnHigh)]
    public partial ulong Base { readonly get; set; }

    [Register(0x18), HalfAccess(HalfAccess.SnapshotOnLow), Access(Access.ReadOnly)]
    public partial ulong Timer { readonly get; set; }

    [Register(0x20), Repeat(4, 8)]
    public partial int this[int index] { readonly get; set; }

    partial void OnStatusRead(ref HookedStatus value)
    {
        _log.Add($"Status read {value.Count:X2}");
        Status = Status with { Count = 0xEE };
        value.Low = 0x42;
    }

    partial void OnStatusWritten(HookedStatus before, HookedStatus after) => _log.Add($"Status {before.Low:X2}/{before.High:X2} to {after.Low:X2}/{after.High:X2}");

    partial void OnControlWriting(uint before, ref uint after)
    {
        _log.Add($"Control writing {before:X} to {after:X}, holding {Control:X}");
        after = Math.Min(after, Limit);
    }

    partial void OnControlWritten(uint before, uint after) => _log.Add($"Control {before:X} to {after:X}, holding {Control:X}");

    partial void OnDoorbellWritten(ushort before, ushort after) => _log.Add($"Doorbell {after:X}");

    partial void OnBaseWritten(ulong before, ulong after) => _log.Add($"Base {before:X} to {after:X}");

    partial void OnTimerRead(ref ulong value)
    {
        Timer += 0x1_0000_0001;
        value = Timer;
    }

    partial void OnItemWritten(int index, int before, int after) => _log.Add($"Item {index}: {before} to {after}");
}
