namespace DeclIommu.Driver;

/// <summary>A virtual IOMMU asked for one more domain ID than its quota allows.</summary>
public sealed class DomainIdQuotaExceededException : IommuException
{
    internal DomainIdQuotaExceededException(ushort guestDomainId, int limit)
        : base($"Guest domain ID {guestDomainId} needs a new domain ID of the host, but the quota of this virtual IOMMU, {limit}, is used up.")
    {
        GuestDomainId = guestDomainId;
        Limit = limit;
    }

    /// <summary>The guest's domain ID that was to be mapped.</summary>
    public ushort GuestDomainId { get; }

    /// <summary>How many domain IDs of the host the virtual IOMMU may hold.</summary>
    public int Limit { get; }
}
