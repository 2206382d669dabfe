using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>The use of one domain ID on one unit: there from the first device that may use it until an invalidation after the last has completed.</summary>
internal sealed class TagPresence(DomainTag tag, int unit)
{
    public DomainTag Tag { get; } = tag;

    public int Unit { get; } = unit;

    /// <summary>Devices that use the ID.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public int Devices { get; set; }

    /// <summary>Devices that no longer use it, as their entries say, but whose entries the unit may not have read anew yet.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public int Leaving { get; set; }

    /// <summary>Changes with every arrival and departure.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public long Epoch { get; set; }

    /// <summary>The place in the list of its unit.</summary>
    [GuardedBy("DomainPresence.Gate")]
    public int Index { get; set; }
}
