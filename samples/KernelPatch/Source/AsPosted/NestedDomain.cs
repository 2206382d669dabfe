using System.Diagnostics;
using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.AsPosted;

/// <summary>A domain whose first stage is the guest's own: allocation and release as first posted.</summary>
[ReferenceCounted]
public sealed class NestedDomain
{
    private static readonly Slab<NestedDomain> s_domains = new();
    private static readonly Slab<GuestDomainMapping> s_mappings = new();
    private static readonly HostDomainIds s_hostDomainIds = new();

    private VirtualIommu _virtualIommu = null!;
    private ushort _guestDomainId;

    [Owned]
    private GuestDomainMapping? _mapping;

    public GuestDeviceTableEntry Entry { get; private set; }

    [ReturnsOwned]
    public static NestedDomain? Allocate(VirtualIommu virtualIommu, GuestDeviceTableEntry entry, out Errno error)
    {
        error = Validate(entry);
        if (error != Errno.None)
        {
            return null;
        }

        NestedDomain? domain = s_domains.Allocate();
        if (domain is null)
        {
            error = Errno.NoMemory;
            return null;
        }

        domain.Entry = entry;
        domain._guestDomainId = entry.DomainId;
        domain._virtualIommu = virtualIommu;

        GuestDomainMapping? mapping = s_mappings.Allocate();
        if (mapping is null)
        {
            goto FreeDomain; // finding 1
        }

        GuestDomainMapping? current = virtualIommu.Mappings.CompareExchange(domain._guestDomainId, null, mapping, out Errno stored); // findings 2, 5
        if (stored != Errno.None)
        {
            error = Errno.Invalid; // finding 8
            goto FreeMapping;
        }

        if (current is not null)
        {
            Trace.WriteLine($"gDomID {domain._guestDomainId} is there already.");
            current.Acquire(); // findings 3, 10
            domain._mapping = current;
            s_mappings.Free(mapping);
            return domain;
        }

        mapping.HostDomainId = (uint)s_hostDomainIds.Allocate(); // findings 6, 22
        if (mapping.HostDomainId <= 0) // finding 7
        {
            virtualIommu.Mappings.CompareExchange(domain._guestDomainId, mapping, null, out _); // finding 27
            error = Errno.NoSpace;
            goto FreeMapping;
        }

        mapping.Users = 1; // finding 4
        domain._mapping = mapping;
        Trace.WriteLine($"gDomID {domain._guestDomainId} is hDomID {mapping.HostDomainId}.");
        return domain;

    FreeMapping:
        s_mappings.Free(mapping);
    FreeDomain:
        s_domains.Free(domain);
        return null;
    }

    public static void Free([Consumes] NestedDomain domain)
    {
        GuestDomainMapping mapping = domain._mapping!;
        VirtualIommu virtualIommu = domain._virtualIommu;
        if (!mapping.Release())
        {
            return; // finding 9
        }

        GuestDomainMapping? current = virtualIommu.Mappings.CompareExchange(domain._guestDomainId, mapping, null, out Errno erased); // findings 13, 15
        if (erased != Errno.None)
        {
            return; // finding 12
        }

        if (current is not null)
        {
            s_mappings.Free(current); // finding 14
        }

        s_hostDomainIds.Free(mapping.HostDomainId); // findings 11, 18
        s_domains.Free(domain);
    }

    private static Errno Validate(GuestDeviceTableEntry entry)
        => entry is { IsValid: true, IsGuestTranslationValid: true, GuestCr3TableRoot: not 0 } ? Errno.None : Errno.Invalid;
}
