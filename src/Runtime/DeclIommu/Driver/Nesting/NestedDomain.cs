using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A domain of a guest: what its devices translate goes through the guest's own tables if it has set them up, and then through the parent's page table.</summary>
/// <remarks>Safe for concurrent use. Units cache under the domain ID of the host that stands for the guest's, not under that of the parent.</remarks>
public sealed class NestedDomain : IommuDomain
{
    [Owned]
    private readonly GuestDomainMapping _mapping;

    private readonly DeviceTableEntry _guestEntry;

    internal NestedDomain(VirtualIommu guest, [Consumes] GuestDomainMapping mapping, DeviceTableEntry guestEntry)
        : base(guest.Parent.Host, guest.Parent.Presence, mapping.Tag)
    {
        Guest = guest;
        _mapping = mapping;
        _guestEntry = guestEntry;
    }

    /// <summary>The virtual IOMMU that the domain belongs to.</summary>
    public VirtualIommu Guest { get; }

    /// <summary>The domain ID that the guest gave it.</summary>
    public DomainId GuestDomainId => new(_mapping.GuestDomainId);

    internal override DeviceTableEntry Compose(IommuEndpoint endpoint) => Compose(Guest.Parent.Compose(endpoint), _guestEntry, Tag.Id);

    /// <summary>Puts together what the host gives, the parent's entry and the domain ID, and what the guest may choose.</summary>
    internal static DeviceTableEntry Compose(DeviceTableEntry parentEntry, DeviceTableEntry guestEntry, HostDomainId id)
    {
        DeviceTableEntry entry = parentEntry;
        entry.DomainId = new DomainId(id.Value);
        entry.PeripheralPageRequests = guestEntry.PeripheralPageRequests;
        if (!guestEntry.GuestTranslationValid)
        {
            return entry;
        }

        entry.GuestTranslationValid = true;
        entry.GuestIoValid = guestEntry.GuestIoValid;
        entry.GuestCr3Levels = guestEntry.GuestCr3Levels;
        entry.GuestCr3TableRoot = guestEntry.GuestCr3TableRoot;
        entry.GuestPagingMode = guestEntry.GuestPagingMode;
        return entry;
    }

    private protected override Leftovers CloseChildren() => default;

    private protected override void Release()
    {
        Guest.Leave(_mapping);
        Guest.Forget(this);
    }
}
