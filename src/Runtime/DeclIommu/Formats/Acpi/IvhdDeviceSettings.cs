using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>What the device table entry of a device gets from the firmware.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, I/O virtualization ACPI table, IVHD device entries, data setting.</remarks>
[Layout(8)]
public partial struct IvhdDeviceSettings
{
    /// <summary>INIT messages pass unmapped.</summary>
    [Bit(0)]
    public partial bool InitPass { readonly get; set; }

    /// <summary>EInt: external interrupts pass unmapped.</summary>
    [Bit(1)]
    public partial bool ExternalInterruptPass { readonly get; set; }

    /// <summary>NMI messages pass unmapped.</summary>
    [Bit(2)]
    public partial bool NmiPass { readonly get; set; }

    /// <summary>SysMgt: what becomes of requests to the system management range.</summary>
    [Bits(5, 4)]
    public partial SystemManagementControl SystemManagement { readonly get; set; }

    /// <summary>Legacy LINT0 messages pass unmapped.</summary>
    [Bit(6)]
    public partial bool Lint0Pass { readonly get; set; }

    /// <summary>Legacy LINT1 messages pass unmapped.</summary>
    [Bit(7)]
    public partial bool Lint1Pass { readonly get; set; }
}
