using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>How many performance counters there are.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, counter configuration.</remarks>
[Layout(64, Reserved = ReservedBits.Ignore)]
public partial struct CounterConfigurationRegister
{
    /// <summary>The number of counters in a bank.</summary>
    [Bits(10, 7), Access(Access.ReadOnly)]
    public partial byte CountersPerBank { readonly get; set; }

    /// <summary>The number of banks.</summary>
    [Bits(17, 12), Access(Access.ReadOnly)]
    public partial byte Banks { readonly get; set; }
}
