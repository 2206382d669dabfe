using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>The process address spaces that devices may have translations cached of under one domain ID, besides what they ask for without PASID.</summary>
/// <remarks>A device forgets those of a PASID only by a command that names it.</remarks>
internal sealed class GuestPasids
{
    [GuardedBy("DomainPresence.Gate")]
    private readonly HashSet<uint> _bound = [];

    [GuardedBy("DomainPresence.Gate")]
    private uint _ofGuest;

    /// <summary>Counts in the PASIDs from 0 on that a guest may use without telling the host.</summary>
    [RequiresLock("DomainPresence.Gate")]
    public void Allow(uint guestPasids) => _ofGuest = Math.Max(_ofGuest, guestPasids);

    [RequiresLock("DomainPresence.Gate")]
    public void Add(Pasid pasid) => _bound.Add(pasid.Value);

    [RequiresLock("DomainPresence.Gate")]
    public void Remove(Pasid pasid) => _bound.Remove(pasid.Value);

    /// <summary>Gives all there are.</summary>
    [RequiresLock("DomainPresence.Gate")]
    public void CopyTo(List<Pasid> pasids)
    {
        for (uint pasid = 0; pasid < _ofGuest; pasid++)
        {
            pasids.Add(new Pasid(pasid));
        }

        foreach (uint pasid in _bound)
        {
            if (pasid >= _ofGuest)
            {
                pasids.Add(new Pasid(pasid));
            }
        }
    }
}
