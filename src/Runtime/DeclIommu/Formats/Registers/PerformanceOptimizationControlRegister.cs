using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>Performance optimisations.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, performance optimization control.</remarks>
[Layout(32)]
public partial struct PerformanceOptimizationControlRegister
{
    /// <summary>PerfOptEn.</summary>
    [Bit(13)]
    public partial bool IsEnabled { readonly get; set; }
}
