using System.Diagnostics;
using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>One guest domain ID of one virtual IOMMU, and the domain ID of the host that stands for it.</summary>
/// <remarks>Counted by its users, the nested domains; the count changes only inside the map's lock, from 1 on creation to 0 once, and never back.</remarks>
[ReferenceCounted]
internal sealed class GuestDomainMapping(GuestDomainMap map, ushort guestDomainId)
{
    private readonly GuestDomainMap _map = map;

    [GuardedBy("_map.Gate")]
    private int _users = 1;

    public ushort GuestDomainId { get; } = guestDomainId;

    /// <summary>The host's ID, and where it is in use: set once, before the map lets anybody see the mapping.</summary>
    public DomainTag Tag { get; private set; } = DomainTag.None;

    public HostDomainId HostDomainId => Tag.Id;

    public int Users
    {
        [RequiresLock("_map.Gate")]
        get => _users;
    }

    /// <summary>Fixes the ID of a mapping that nobody has seen yet.</summary>
    /// <param name="hostDomainId">The ID.</param>
    /// <param name="charge">What it was charged to.</param>
    public void Complete([Consumes] HostDomainId hostDomainId, [Consumes] DomainIdQuota charge)
    {
        Debug.Assert(HostDomainId.IsNone, "A mapping keeps its domain ID for life.");
        Tag = new DomainTag(hostDomainId, charge);
    }

    /// <summary>Adds a user, unless the last one is gone.</summary>
    [TryAcquiresReference(true)]
    [RequiresLock("_map.Gate")]
    public bool TryJoin()
    {
        if (_users == 0)
        {
            return false;
        }

        _users++;
        return true;
    }

    /// <summary>Takes a user away, and tells whether it was the last.</summary>
    [ReleasesReference]
    [FinalRelease]
    [RequiresLock("_map.Gate")]
    public bool Leave()
    {
        if (_users == 0)
        {
            throw new InvalidOperationException($"The mapping of guest domain ID {GuestDomainId} was left more often than joined.");
        }

        _users--;
        return _users == 0;
    }

    /// <summary>Fails unless the caller is inside the lock of the map that this mapping belongs to.</summary>
    [AssertsLockHeld("_map.Gate")]
    public void AssertGateHeld() => Debug.Assert(Monitor.IsEntered(_map.Gate), "A mapping is counted only inside its map's lock.");
}
