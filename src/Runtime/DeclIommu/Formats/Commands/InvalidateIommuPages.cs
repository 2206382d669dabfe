using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>INVALIDATE_IOMMU_PAGES: drops cached translations of a domain.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, commands, INVALIDATE_IOMMU_PAGES.</remarks>
[Layout(128, Capabilities = typeof(IommuCapabilities))]
[Command(3)]
public partial struct InvalidateIommuPages
{
    /// <summary>The process address space, if GN is set.</summary>
    [Bits(19, 0)]
    public partial Pasid Pasid { readonly get; set; }

    /// <summary>The domain whose translations go.</summary>
    [Bits(47, 32)]
    public partial DomainId DomainId { readonly get; set; }

    /// <summary>S: the address also carries the size of a range; see <see cref="PageRange"/>.</summary>
    [Bit(64)]
    public partial bool IsRange { readonly get; set; }

    /// <summary>PDE: cached page directory entries go too.</summary>
    [Bit(65)]
    public partial bool IncludePageDirectories { readonly get; set; }

    /// <summary>GN: the address is guest virtual and the PASID counts.</summary>
    [Bit(66)]
    public partial bool IsGuest { readonly get; set; }

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
