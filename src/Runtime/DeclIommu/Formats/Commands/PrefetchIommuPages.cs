using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>PREFETCH_IOMMU_PAGES: loads translations before they are needed.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, PREFETCH_IOMMU_PAGES.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(6)]
[AvailableWhen(nameof(IommuCapabilities.Prefetch))]
public partial struct PrefetchIommuPages
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>PFCount: the number of pages.</summary>
    [Bits(31, 24)]
    public partial byte Count { readonly get; set; }

    /// <summary>The process address space, if GN is set.</summary>
    [Bits(51, 32)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>S: the address also carries the size of a range; see <see cref="PageRange"/>.</summary>
    [Bit(64)]
    public partial bool IsRange { readonly get; set; }

    /// <summary>GN: the address is guest virtual and the PASID counts.</summary>
    [Bit(66)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>Inval: cached translations of the pages go first.</summary>
    [Bit(68)]
    public partial bool Invalidate { readonly get; set; }

    /// <summary>The address, 4 KiB aligned; with S set, the size lies in its low ones.</summary>
    [Bits(127, 76), Scaled(12)]
    public partial ulong Address { readonly get; set; }

    /// <summary>The pages that <see cref="Address"/> and <see cref="IsRange"/> name together.</summary>
    public PageRange Range
    {
        readonly get => PageRange.Decode(Address, IsRange);
        set
        {
            Address = value.Address;
            IsRange = value.IsRange;
        }
    }
}
