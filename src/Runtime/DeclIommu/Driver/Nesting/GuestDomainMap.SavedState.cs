using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <content>State that moves.</content>
internal sealed partial class GuestDomainMap
{
    /// <summary>Joins the mapping of a guest domain ID, or makes it with a domain ID of the host that the caller has taken.</summary>
    /// <exception cref="DomainIdQuotaExceededException">A new mapping would exceed the quota.</exception>
    [return: ReturnsOwned]
    public GuestDomainMapping Restore(ushort guestDomainId, HostDomainId claimed)
    {
        lock (_gate)
        {
            if (TryJoinExisting(guestDomainId) is { } existing)
            {
                return existing;
            }

            // None would be published like any other.
            _ = claimed.Value;
            if (!_quota.TryCharge())
            {
                throw new DomainIdQuotaExceededException(guestDomainId, _quota.Limit);
            }

            GuestDomainMapping mapping = new(this, guestDomainId);
            mapping.Complete(claimed, _quota);
            _mappings.Add(guestDomainId, mapping);
            return mapping;
        }
    }
}
