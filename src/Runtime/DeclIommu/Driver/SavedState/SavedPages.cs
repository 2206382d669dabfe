using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A run of pages of one size that follow one another on both sides.</summary>
[Layout(256)]
internal partial struct SavedPages : ISavedRecord<SavedPages>
{
    static int ISavedRecord<SavedPages>.Size => SizeInBytes;

    /// <summary>The first address as devices see it.</summary>
    [Bits(63, 0)]
    public partial ulong Address { readonly get; set; }

    /// <summary>What it stands for.</summary>
    [Bits(127, 64)]
    public partial ulong Target { readonly get; set; }

    /// <summary>How many pages there are.</summary>
    [Bits(191, 128)]
    public partial ulong Count { readonly get; set; }

    /// <summary>The logarithm to base 2 of their size.</summary>
    [Bits(197, 192)]
    public partial byte SizeLog2 { readonly get; set; }

    /// <summary>Whether devices may read them.</summary>
    [Bit(198)]
    public partial bool ReadAllowed { readonly get; set; }

    /// <summary>Whether devices may write them.</summary>
    [Bit(199)]
    public partial bool WriteAllowed { readonly get; set; }

    /// <summary>Whether a unit has marked them as used.</summary>
    [Bit(200)]
    public partial bool Accessed { readonly get; set; }

    /// <summary>Whether a unit has marked them as written.</summary>
    [Bit(201)]
    public partial bool Dirty { readonly get; set; }
}
