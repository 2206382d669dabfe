using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A unit of a host.</summary>
[Layout(192)]
internal partial struct SavedUnit : ISavedRecord<SavedUnit>
{
    static int ISavedRecord<SavedUnit>.Size => SizeInBytes;

    /// <summary>What it can do, as its register said.</summary>
    [Bits(63, 0)]
    public partial ulong Features { readonly get; set; }

    /// <summary>What else it can do.</summary>
    [Bits(127, 64)]
    public partial ulong Features2 { readonly get; set; }

    /// <summary>How many devices its device table has entries for.</summary>
    [Bits(159, 128)]
    public partial uint DeviceCount { readonly get; set; }
}
