namespace DeclIommu.Driver;

/// <summary>No domain ID is free: all are in use, or in quarantine because a unit has not confirmed that it forgot them.</summary>
public sealed class DomainIdsExhaustedException : IommuException
{
    internal DomainIdsExhaustedException(int capacity, int quarantined)
        : base($"All {capacity} domain IDs of the host are in use, {quarantined} of them in quarantine until every unit has invalidated them.")
    {
        Capacity = capacity;
        Quarantined = quarantined;
    }

    /// <summary>How many domain IDs the host has.</summary>
    public int Capacity { get; }

    /// <summary>How many of them wait for an invalidation to complete.</summary>
    public int Quarantined { get; }
}
