using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The mirror of the PCI MSI capability header.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, MMIO registers, MSI capability header.</remarks>
[Layout(32)]
public partial struct MsiCapabilityHeaderRegister
{
    /// <summary>0x05.</summary>
    [Bits(7, 0), Access(Access.ReadOnly), Reset(0x05)]
    public partial byte CapabilityId { readonly get; set; }

    /// <summary>The offset of the next capability.</summary>
    [Bits(15, 8), Access(Access.ReadOnly)]
    public partial byte NextCapability { readonly get; set; }

    /// <summary>MsiEn: interrupts are sent.</summary>
    [Bit(16)]
    public partial bool IsEnabled { readonly get; set; }

    /// <summary>MsiMultMessCap: the logarithm to base 2 of the number of messages possible.</summary>
    [Bits(19, 17), Access(Access.ReadOnly)]
    public partial byte MessagesCapable { readonly get; set; }

    /// <summary>MsiMultMessEn: the logarithm to base 2 of the number of messages in use.</summary>
    [Bits(22, 20)]
    public partial byte MessagesEnabled { readonly get; set; }

    /// <summary>Msi64En: the address has 64 bits.</summary>
    [Bit(23), Access(Access.ReadOnly), Reset(1)]
    public partial bool Is64Bit { readonly get; set; }
}
