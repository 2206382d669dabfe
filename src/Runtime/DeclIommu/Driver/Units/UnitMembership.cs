using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>That a unit belongs to a host.</summary>
[ReferenceCounted]
internal sealed class UnitMembership(IommuUnit unit)
{
    /// <summary>Ends it: the unit has no devices any more, and may join another host.</summary>
    [ReleasesReference]
    public void End() => unit.Leave();
}
