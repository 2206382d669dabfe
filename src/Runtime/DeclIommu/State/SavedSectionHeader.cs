using DeclIommu.Layouts;

namespace DeclIommu.State;

/// <summary>How every section of a saved state begins: records of one kind follow.</summary>
[Layout(64)]
internal partial struct SavedSectionHeader
{
    /// <summary>Which section it is.</summary>
    [Bits(15, 0)]
    public partial ushort Section { readonly get; set; }

    /// <summary>How many bytes a record has.</summary>
    [Bits(31, 16)]
    public partial ushort RecordSize { readonly get; set; }

    /// <summary>How many records there are.</summary>
    [Bits(63, 32)]
    public partial uint Count { readonly get; set; }
}
