namespace DeclIommu.Tests.Linearizability;

/// <summary>What a step of a history does.</summary>
internal enum StepKind
{
    /// <summary>Makes a domain in an empty slot: <see cref="Step.First"/> is the slot, <see cref="Step.Second"/> the guest's domain ID.</summary>
    Create,

    /// <summary>Disposes the domain in a slot.</summary>
    Dispose,

    /// <summary>Attaches a device, or moves it: <see cref="Step.First"/> is the device, <see cref="Step.Second"/> the slot, or the parent behind the last slot.</summary>
    Attach,

    /// <summary>Detaches a device from wherever it is.</summary>
    Detach,

    /// <summary>Maps a page to a frame that nothing was ever mapped to.</summary>
    Map,

    /// <summary>Unmaps a page.</summary>
    Unmap,

    /// <summary>Has the guest invalidate a domain of its own and wait for it.</summary>
    GuestCommand,

    /// <summary>Lets all devices ask for all pages.</summary>
    Dma,

    /// <summary>Stops a unit from executing anything.</summary>
    Kill,

    /// <summary>Lets a unit go on, and recovers it.</summary>
    Recover,
}
