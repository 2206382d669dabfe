using System.Diagnostics;
using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Merged;

/// <summary>A domain whose first stage is the guest's own: allocation and release as the driver took them in.</summary>
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

        domain.Entry = entry with { IsGuestTranslationValid = true }; // guest translation forced on
        domain._guestDomainId = entry.DomainId;
        domain._virtualIommu = virtualIommu;

        IndexedMap<GuestDomainMapping> mappings = virtualIommu.Mappings;
        GuestDomainMapping? mapping = s_mappings.Allocate();
        if (mapping is null)
        {
            error = Errno.NoMemory;
            s_domains.Free(domain);
            return null;
        }

        lock (mappings.Lock) // finding 25
        {
            GuestDomainMapping? current = mappings.CompareExchangeLocked(domain._guestDomainId, null, mapping, out error);
            if (error == Errno.None && current is null)
            {
                mapping.HostDomainId = (uint)s_hostDomainIds.Allocate(); // finding 22
                if (mapping.HostDomainId > 0) // finding 7
                {
                    mapping.Users = 1;
                    domain._mapping = mapping;
                    return domain;
                }

                mappings.CompareExchangeLocked(domain._guestDomainId, mapping, null, out _); // finding 27
                error = Errno.NoSpace;
            }
            else if (current is not null && current.TryAcquire())
            {
                domain._mapping = current;
                s_mappings.Free(mapping);
                return domain;
            }
        }

        s_mappings.Free(mapping);
        s_domains.Free(domain);
        return null;
    }

    public static void Free([Consumes] NestedDomain domain)
    {
        GuestDomainMapping mapping = domain._mapping!;
        IndexedMap<GuestDomainMapping> mappings = domain._virtualIommu.Mappings;
        GuestDomainMapping? current;
        lock (mappings.Lock)
        {
            if (!mapping.Release())
            {
                return; // finding 9
            }

            current = mappings.CompareExchangeLocked(domain._guestDomainId, mapping, null, out _);
        }

        if (current != mapping)
        {
            Trace.WriteLine("The mapping was not in its place.");
            return; // the same as finding 9
        }

        s_hostDomainIds.Free(mapping.HostDomainId); // finding 18
        s_mappings.Free(mapping);
        s_domains.Free(domain);
    }

    private static Errno Validate(GuestDeviceTableEntry entry)
        => entry is { IsGuestTranslationValid: true, GuestCr3TableRoot: 0, IsValid: true } ? Errno.Invalid : Errno.None;
}
