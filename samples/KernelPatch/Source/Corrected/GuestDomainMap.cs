using System.Diagnostics;
using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>A guest's domain IDs and the host's that stand for them.</summary>
/// <remarks>
/// A mapping is complete before others can find it, is joined only while it has users, and loses its last user and its place in the map in one critical section.
/// Its ID is free again when no unit has anything cached under it.
/// </remarks>
/// <param name="unit">The unit that caches translations under the IDs.</param>
/// <param name="hostDomainIds">The host's IDs.</param>
/// <param name="quota">How many of them the guest may use.</param>
public sealed class GuestDomainMap(IommuUnit unit, HostDomainIds hostDomainIds, int quota)
{
    private readonly IndexedMap<GuestDomainMapping> _mappings = new(quota);

    /// <summary>True if nobody uses any mapping.</summary>
    public bool IsEmpty => _mappings.IsEmpty;

    /// <summary>One more user of the mapping of a guest's ID, which is made if there is none.</summary>
    /// <exception cref="KernelException">The guest's quota or the host's IDs are used up; nothing has changed.</exception>
    [ReturnsOwned]
    public GuestDomainMapping Join(ushort guestDomainId)
    {
        lock (_mappings.Lock)
        {
            GuestDomainMapping? current = _mappings.Load(guestDomainId);
            if (current is not null && current.TryAcquire())
            {
                return current;
            }

            int id = hostDomainIds.Allocate();
            if (id < 0)
            {
                throw new KernelException((Errno)id);
            }

            var mapping = new GuestDomainMapping((uint)id);
            if (_mappings.CompareExchangeLocked(guestDomainId, null, mapping, out Errno error) is null && error == Errno.None)
            {
                return mapping;
            }

            if (mapping.Release())
            {
                hostDomainIds.Free((uint)id);
            }

            throw new KernelException(error);
        }
    }

    /// <summary>Gives up a user of a mapping; with the last of them its ID becomes free.</summary>
    public void Leave(ushort guestDomainId, [Consumes] GuestDomainMapping mapping)
    {
        lock (_mappings.Lock)
        {
            if (!mapping.Release())
            {
                return;
            }

            if (_mappings.CompareExchangeLocked(guestDomainId, mapping, null, out _) != mapping)
            {
                throw new UnreachableException($"gDomID {guestDomainId} had another mapping.");
            }
        }

        var flush = new Flush();
        flush.Add(unit, Invalidation.AllPages(mapping.HostDomainId));
        flush.Complete();
        hostDomainIds.Free(mapping.HostDomainId);
    }

    /// <summary>Adds the invalidation of a range under every ID in use.</summary>
    public void Flush(Flush flush, ulong address, ulong size)
    {
        foreach (uint id in HostDomainIds())
        {
            flush.Add(unit, Invalidation.Pages(id, address, size));
        }
    }

    private List<uint> HostDomainIds()
    {
        var ids = new List<uint>();
        lock (_mappings.Lock)
        {
            int index = 0;
            for (GuestDomainMapping? mapping = _mappings.Find(ref index); mapping is not null; mapping = _mappings.Find(ref index))
            {
                ids.Add(mapping.HostDomainId);
                index++;
            }
        }

        return ids;
    }
}
