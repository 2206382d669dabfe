using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A domain of a guest: what its devices translate goes through the guest's own tables if it has set them up, and then through the parent's page table.</summary>
/// <remarks>Safe for concurrent use. Units cache under the domain ID of the host that stands for the guest's, not under that of the parent.</remarks>
public sealed class NestedDomain : IommuDomain
{
    // A device forgets what it has cached of a PASID only by a command for that one. Those of a guest's table of one level are few enough to name each.
    private const GuestCr3TableLevels MostCachedLevels = GuestCr3TableLevels.One;
    private const uint MostCachedPasids = 512;

    [Owned]
    private readonly GuestDomainMapping _mapping;

    private readonly DeviceTableEntry _guestEntry;

    internal NestedDomain(VirtualIommu guest, [Consumes] GuestDomainMapping mapping, DeviceTableEntry guestEntry)
        : base(guest.Parent.Host, guest.Parent.Presence, mapping.Tag)
    {
        Guest = guest;
        _mapping = mapping;
        _guestEntry = guestEntry;
        if (guestEntry.GuestTranslationValid)
        {
            Presence.AllowGuestTables(Tag, MostCachedPasids);
        }
    }

    /// <summary>The virtual IOMMU that the domain belongs to.</summary>
    public VirtualIommu Guest { get; }

    /// <summary>The domain ID that the guest gave it.</summary>
    public DomainId GuestDomainId => new(_mapping.GuestDomainId);

    internal DeviceTableEntry GuestEntry => _guestEntry;

    /// <inheritdoc/>
    /// <remarks>Devices of guests with more PASIDs than can be named one by one may not cache translations.</remarks>
    internal override DeviceTableEntry Compose(IommuEndpoint endpoint)
    {
        DeviceTableEntry entry = DeviceTableEntries.Nested(Guest.Parent.Compose(endpoint), _guestEntry, Tag.Id);
        entry.IotlbEnabled &= !_guestEntry.GuestTranslationValid || _guestEntry.GuestCr3Levels <= MostCachedLevels;
        return entry;
    }

    private protected override Leftovers CloseChildren() => default;

    private protected override void Release()
    {
        Guest.Leave(_mapping);
        Guest.Forget(this);
    }
}
