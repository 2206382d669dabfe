using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The page of registers at 0x4000 from the base address of the IOMMU, present with performance counters.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, performance counters.</remarks>
[RegisterBank(0x1000, Miss = MissPolicy.ReadZero)]
public partial struct CounterConfigurationRegisters
{
    /// <summary>How many counters there are.</summary>
    [Register(0x0000)]
    public partial CounterConfigurationRegister Configuration { readonly get; set; }
}
