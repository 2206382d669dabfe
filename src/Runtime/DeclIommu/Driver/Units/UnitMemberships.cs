using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>That all units of a host belong to it.</summary>
[ReferenceCounted]
internal sealed class UnitMemberships
{
    [Owned]
    private readonly List<UnitMembership> _memberships = [];

    private UnitMemberships()
    {
    }

    /// <summary>Makes units those of a host: all of them, or none if one refuses.</summary>
    /// <exception cref="ArgumentException">A unit belongs to a host already.</exception>
    [return: ReturnsOwned]
    public static UnitMemberships Join(IommuHost host, IommuUnit[] units)
    {
        UnitMemberships joined = new();
        try
        {
            for (int index = 0; index < units.Length; index++)
            {
                joined._memberships.Add(units[index].Join(host, index));
            }
        }
        catch
        {
            joined.End();
            throw;
        }

        return joined;
    }

    /// <summary>Ends them: the units have no devices any more, and may join another host.</summary>
    [ReleasesReference]
    public void End()
    {
        foreach (UnitMembership membership in _memberships)
        {
            membership.End();
        }
    }
}
