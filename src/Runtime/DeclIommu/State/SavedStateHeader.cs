using DeclIommu.Layouts;

namespace DeclIommu.State;

/// <summary>How every saved state begins. Sections follow, and a SHA-256 of all of it.</summary>
[Layout(192)]
internal partial struct SavedStateHeader
{
    /// <summary>The version of the format that is written, and the only one read.</summary>
    public const ushort CurrentVersion = 2;

    /// <summary>"IOMMUSAV" as bytes.</summary>
    public const ulong ExpectedMagic = 0x5641_5355_4D4D_4F49;

    /// <summary>Tells a saved state from anything else.</summary>
    [Bits(63, 0)]
    public partial ulong Magic { readonly get; set; }

    /// <summary>The version of the format.</summary>
    [Bits(79, 64)]
    public partial ushort Version { readonly get; set; }

    /// <summary>What the state is of.</summary>
    [Bits(87, 80), Exhaustive]
    public partial SavedStateKind Kind { readonly get; set; }

    /// <summary>How many sections there are.</summary>
    [Bits(127, 96)]
    public partial uint Sections { readonly get; set; }

    /// <summary>How many bytes the whole has, checksum included.</summary>
    [Bits(191, 128)]
    public partial ulong Length { readonly get; set; }
}
