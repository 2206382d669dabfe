using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_IOTLB_PAGES: drops translations that a device caches.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_IOTLB_PAGES. Xen writes the two low bytes of the PASID the other way round.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(4)]
public partial struct InvalidateIotlbPages
{
    /// <summary>The device.</summary>
    [Bits(15, 0)]
    public partial DeviceId DeviceId { readonly get; set; }

    /// <summary>The number of invalidations that the device can take at a time.</summary>
    [Bits(31, 24)]
    public partial byte MaxPending { readonly get; set; }

    /// <summary>The queue that the invalidation counts against.</summary>
    [Bits(47, 32)]
    public partial ushort QueueId { readonly get; set; }

    /// <summary>The process address space, if GN is set, in three pieces [19:16], [15:8] and [7:0].</summary>
    [Bits(59, 56, 23, 16, 55, 48)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>S: the address also carries the size of a range; see <see cref="PageRange"/>.</summary>
    [Bit(64)]
    public partial bool IsRange { readonly get; set; }

    /// <summary>GN: the address is guest virtual and the PASID counts.</summary>
    [Bit(66)]
    public partial bool IsGuest { readonly get; set; }

    /// <summary>What kind of translations go.</summary>
    [Bits(69, 68), AvailableWhen(nameof(IommuCapabilities.InvalidateIotlbType))]
    public partial byte InvalidationType { readonly get; set; }

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
