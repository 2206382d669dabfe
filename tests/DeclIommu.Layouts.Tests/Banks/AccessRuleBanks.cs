namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>Takes aligned accesses of 4 and 8 bytes; the last register ends the bank.</summary>
[RegisterBank(0x1C, Widths = AccessWidths.Four | AccessWidths.Eight, Alignment = AccessAlignment.Natural)]
internal partial struct StrictBank : IBank
{
    [Register(0x00)]
    public partial ulong First { readonly get; set; }

    [Register(0x18), Access(Access.ReadClears)]
    public partial uint Last { readonly get; set; }
}

/// <summary>Smaller than a window.</summary>
[RegisterBank(5)]
internal partial struct TinyBank : IBank
{
    [Register(0), Access(Access.WriteOneToSet)]
    public partial uint Only { readonly get; set; }
}

/// <summary>Gives zeros where nothing is.</summary>
[RegisterBank(0x20, Miss = MissPolicy.ReadZero, Widths = AccessWidths.One)]
internal partial struct ZeroBank : IBank
{
    [Register(0x08)]
    public partial byte Only { readonly get; set; }
}

/// <summary>Gives ones where nothing is.</summary>
[RegisterBank(0x20, Miss = MissPolicy.ReadOnes)]
internal partial struct OnesBank : IBank
{
    [Register(0x08)]
    public partial ushort Only { readonly get; set; }
}

/// <summary>A class of capabilities, an own layout of the struct, and members of the author's that the generator's names must not meet.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
[RegisterBank(0x10, Capabilities = typeof(Options))]
internal partial struct CrowdedBank : IBank
{
    private readonly int _control = 3;
    private int _item;

    public CrowdedBank(int item) => _item = item;

    [Register(0x00), AvailableWhen(nameof(Options.HasControl)), Reset(9)]
    public partial ushort Control { readonly get; set; }

    [Register(0x08), Repeat(2, 4)]
    public partial uint this[int @event] { readonly get; set; }

    [Register(0x02)]
    public partial byte @class { readonly get; set; }

    public readonly int Own => _control + _item;

    public void ReadWindow() => _item++;

    partial void OnclassWritten(byte before, byte after) => ReadWindow();

    internal sealed class Options
    {
        public bool HasControl { get; init; }
    }
}

/// <summary>Nothing but gaps.</summary>
[RegisterBank(0x10)]
internal partial struct EmptyBank : IBank;
