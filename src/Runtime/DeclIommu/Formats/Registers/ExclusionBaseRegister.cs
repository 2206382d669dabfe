using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The start of the exclusion range; with SNP, of the range that COMPLETION_WAIT may store to.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, exclusion base.</remarks>
[Layout(64)]
public partial struct ExclusionBaseRegister
{
    /// <summary>ExEn: the range holds.</summary>
    [Bit(0)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>Allow: every device may use the range untranslated, not only those whose entry says so.</summary>
    [Bit(1)]
    public partial bool AllowAll { readonly get; set; }

    /// <summary>The address of the first byte, 4 KiB aligned.</summary>
    [Bits(51, 12), Scaled(12)]
    public partial ulong Base { readonly get; set; }
}
