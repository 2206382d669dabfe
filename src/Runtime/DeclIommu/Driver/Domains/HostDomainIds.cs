using System.Diagnostics.CodeAnalysis;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The domain IDs of a host, with what gets them out of quarantine: an invalidation on every unit that has not confirmed one.</summary>
/// <remarks>Also keeps the frames of page tables that a failed unit may still walk. Lock: its gate guards those, and is taken with no other held.</remarks>
internal sealed class HostDomainIds(IommuHost host, DomainIdAllocator allocator, PageFrameAllocator frames) : IDomainIds
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly List<RetainedFrames> _retained = [];

    public int Capacity => allocator.Capacity;

    public int QuarantinedCount => allocator.QuarantinedCount;

    /// <summary>A place for IDs that are set aside; nothing is at first.</summary>
    [return: ReturnsOwned]
    public DomainIdReserve NewReserve() => new(this, allocator);

    [TryAcquiresReference(true)]
    public bool TryAllocate([Owned] out HostDomainId id) => allocator.TryAllocate(out id);

    public void Release([Consumes(OnThrow = true)] HostDomainId id, UnitSet mayBeCachedOn, [Consumes] DomainIdQuota? quota) => allocator.Release(id, mayBeCachedOn, quota);

    /// <summary>Takes an ID, after a try to get some out of quarantine if it must be.</summary>
    /// <exception cref="DomainIdsExhaustedException">None is free.</exception>
    [return: ReturnsOwned]
    public HostDomainId Allocate()
    {
        HostDomainId id;
        while (!allocator.TryAllocate(out id))
        {
            if (!TryReclaim())
            {
                throw new DomainIdsExhaustedException(Capacity, QuarantinedCount);
            }
        }

        return id;
    }

    /// <summary>Takes an adopted ID into use.</summary>
    [TryAcquiresReference(true)]
    public bool TryClaim(ushort value, [Owned] out HostDomainId id) => allocator.TryClaim(value, out id);

    /// <summary>How many IDs are adopted.</summary>
    public int AdoptedCount => allocator.AdoptedCount;

    /// <summary>Frees adopted IDs that nothing is cached under any more.</summary>
    public void ReleaseAdopted(ushort[] values) => Array.ForEach(values, allocator.ReleaseAdopted);

    /// <summary>What is in quarantine, at one moment.</summary>
    public QuarantinedDomainId[] SnapshotQuarantine() => allocator.SnapshotQuarantine();

    public bool TryReclaim()
    {
        QuarantinedDomainId[] quarantined = allocator.SnapshotQuarantine();
        RetainedFrames[] retained = SnapshotRetained();
        UnitSet units = UnitSet.Empty;
        foreach (QuarantinedDomainId entry in quarantined)
        {
            units |= entry.MayBeCachedOn;
        }

        foreach (RetainedFrames entry in retained)
        {
            units |= entry.MayBeWalkedBy;
        }

        if (units.IsEmpty)
        {
            return false;
        }

        UnitSet confirmed = units - Invalidate(quarantined, units);
        allocator.Settle(quarantined, confirmed);
        SettleRetained(retained, confirmed);
        return allocator.QuarantinedCount < quarantined.Length;
    }

    /// <summary>Frees frames, or keeps them while units may walk them.</summary>
    public void FreeFrames([Consumes(OnThrow = true)] List<ulong> addresses, UnitSet mayBeWalkedBy)
    {
        if (mayBeWalkedBy.IsEmpty)
        {
            foreach (ulong address in addresses)
            {
                frames.Free(address);
            }
        }
        else if (addresses.Count > 0)
        {
            lock (_gate)
            {
                _retained.Add(new RetainedFrames([.. addresses], mayBeWalkedBy));
            }
        }
    }

    private UnitSet Invalidate(QuarantinedDomainId[] quarantined, UnitSet units)
    {
        FlushBatch batch = host.RentBatch();
        try
        {
            for (UnitSet left = units; !left.IsEmpty; left = left.WithoutFirst())
            {
                CommandList commands = batch.For(left.First);
                foreach (QuarantinedDomainId entry in quarantined)
                {
                    if (entry.MayBeCachedOn.Contains(left.First))
                    {
                        commands.Add(FlushCommands.Everything(new DomainId(entry.Value)));
                    }
                }
            }

            batch.Execute(out UnitSet failed);
            return failed;
        }
        finally
        {
            host.ReturnBatch(batch);
        }
    }

    private RetainedFrames[] SnapshotRetained()
    {
        lock (_gate)
        {
            return [.. _retained];
        }
    }

    private void SettleRetained(RetainedFrames[] retained, UnitSet confirmed)
    {
        foreach (RetainedFrames entry in retained)
        {
            if (TryTakeRetained(entry, confirmed, out List<ulong>? addresses))
            {
                FreeFrames(addresses, UnitSet.Empty);
            }
        }
    }

    // False if another unit has yet to confirm, or if the frames were settled meanwhile.
    [TryAcquiresReference(true)]
    private bool TryTakeRetained(RetainedFrames entry, UnitSet confirmed, [Owned, NotNullWhen(true)] out List<ulong>? addresses)
    {
        addresses = entry.Addresses;
        UnitSet left = entry.MayBeWalkedBy - confirmed;
        lock (_gate)
        {
            if (!_retained.Remove(entry))
            {
                return false;
            }

            if (!left.IsEmpty)
            {
                _retained.Add(entry with { MayBeWalkedBy = left });
                return false;
            }

            return true;
        }
    }

    private sealed record RetainedFrames(List<ulong> Addresses, UnitSet MayBeWalkedBy);
}
