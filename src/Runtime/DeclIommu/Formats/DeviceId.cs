using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>The requester ID of a device: bus, device and function.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table.</remarks>
[Layout(16)]
public partial struct DeviceId
{
    /// <summary>The function, 0 to 7.</summary>
    [Bits(2, 0)]
    public partial byte Function { readonly get; set; }

    /// <summary>The device on its bus, 0 to 31.</summary>
    [Bits(7, 3)]
    public partial byte Device { readonly get; set; }

    /// <summary>The bus, 0 to 255.</summary>
    [Bits(15, 8)]
    public partial byte Bus { readonly get; set; }

    /// <summary>Makes the ID from its sixteen bits.</summary>
    /// <param name="value">Bus, device and function: also the index in the device table.</param>
    public DeviceId(ushort value) => this = FromRaw(value);

    /// <summary>The sixteen bits: also the index in the device table.</summary>
    public readonly ushort Value => ToRaw();
}
