using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>A domain whose first stage is the guest's own.</summary>
[ReferenceCounted]
public sealed class NestedDomain
{
    private readonly VirtualIommu _virtualIommu;

    [Owned]
    private readonly GuestDomainMapping _mapping;

    private NestedDomain(VirtualIommu virtualIommu, GuestDeviceTableEntry entry)
    {
        _virtualIommu = virtualIommu;
        Entry = entry;
        _mapping = virtualIommu.Mappings.Join(entry.DomainId);
    }

    public GuestDeviceTableEntry Entry { get; }

    public uint HostDomainId => _mapping.HostDomainId;

    /// <exception cref="KernelException">The entry is no good, or the guest's quota or the host's IDs are used up; nothing has changed.</exception>
    [ReturnsOwned]
    public static NestedDomain Allocate(VirtualIommu virtualIommu, GuestDeviceTableEntry entry)
    {
        if (!entry.IsValid || (entry.IsGuestTranslationValid && entry.GuestCr3TableRoot == 0))
        {
            throw new KernelException(Errno.Invalid);
        }

        return new NestedDomain(virtualIommu, entry);
    }

    [ReleasesReference]
    public void Free() => _virtualIommu.Mappings.Leave(Entry.DomainId, _mapping);
}
