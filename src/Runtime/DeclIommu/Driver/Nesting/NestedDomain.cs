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

    internal override DeviceTableEntry Compose(IommuEndpoint endpoint)
    {
        DeviceTableEntry entry = Guest.Parent.Compose(endpoint);
        entry.DomainId = new DomainId(Tag.Id.Value);
        entry.PeripheralPageRequests = _guestEntry.PeripheralPageRequests;
        if (!_guestEntry.GuestTranslationValid)
        {
            return entry;
        }

        entry.GuestTranslationValid = true;
        entry.GuestIoValid = _guestEntry.GuestIoValid;
        entry.GuestCr3Levels = _guestEntry.GuestCr3Levels;
        entry.GuestCr3TableRoot = _guestEntry.GuestCr3TableRoot;
        entry.GuestPagingMode = _guestEntry.GuestPagingMode;
        return entry;
    }

    private protected override Leftovers CloseChildren() => default;

    private protected override void Release()
    {
        Guest.Leave(_mapping);
        Guest.Forget(this);
    }
}
