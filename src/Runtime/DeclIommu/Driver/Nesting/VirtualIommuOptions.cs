namespace DeclIommu.Driver;

/// <summary>What one guest may use of the host.</summary>
public sealed class VirtualIommuOptions
{
    private readonly int _domainIdQuota = 1024;
    private readonly int _reservedDomainIds;

    /// <summary>How many domain IDs of the host the guest's domain IDs may take at a time: 1 to 65535; 1024 unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 to 65535.</exception>
    public int DomainIdQuota
    {
        get => _domainIdQuota;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DomainIdAllocator.Last);
            _domainIdQuota = value;
        }
    }

    /// <summary>
    /// How many domain IDs of the host are set aside for the guest, no more than <see cref="DomainIdQuota"/>: while it holds fewer, it gets another however full the host is.
    /// 0 unless said otherwise. An ID in quarantine counts as held until every unit has confirmed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 0 to 65535.</exception>
    public int ReservedDomainIds
    {
        get => _reservedDomainIds;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DomainIdAllocator.Last);
            _reservedDomainIds = value;
        }
    }
}
