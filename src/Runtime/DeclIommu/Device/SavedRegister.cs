using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Device;

/// <summary>A register that was not zero.</summary>
[Layout(96)]
internal partial struct SavedRegister : ISavedRecord<SavedRegister>
{
    static int ISavedRecord<SavedRegister>.Size => SizeInBytes;

    /// <summary>Its offset.</summary>
    [Bits(31, 0)]
    public partial uint Offset { readonly get; set; }

    /// <summary>What it read.</summary>
    [Bits(95, 32)]
    public partial ulong Value { readonly get; set; }
}
