using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>Where domain IDs come from and go back to.</summary>
internal interface IDomainIds
{
    /// <summary>How many IDs there are.</summary>
    int Capacity { get; }

    /// <summary>How many wait in quarantine.</summary>
    int QuarantinedCount { get; }

    /// <summary>Takes an ID that no unit has anything cached under; without blocking.</summary>
    [TryAcquiresReference(true)]
    bool TryAllocate([Owned] out HostDomainId id);

    /// <summary>Invalidates what is in quarantine where that is possible; may block.</summary>
    /// <returns>Whether an ID became free.</returns>
    bool TryReclaim();

    /// <summary>Gives up an ID: it is free at once if no unit may have anything cached under it, otherwise it goes to the quarantine.</summary>
    /// <param name="id">The ID; no device table entry has it any more.</param>
    /// <param name="mayBeCachedOn">The units on which no invalidation of everything under the ID has completed since a device used it.</param>
    /// <param name="quota">What the ID was charged to, if anything; it is charged until the ID is free.</param>
    void Release([Consumes(OnThrow = true)] HostDomainId id, UnitSet mayBeCachedOn, [Consumes] DomainIdQuota? quota);
}
