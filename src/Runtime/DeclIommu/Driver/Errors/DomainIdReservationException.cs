namespace DeclIommu.Driver;

/// <summary>A virtual IOMMU was to have more domain IDs set aside for it than the host has free; none was.</summary>
public sealed class DomainIdReservationException : IommuException
{
    internal DomainIdReservationException(int requested, int available)
        : base($"{requested} domain IDs were to be reserved for a virtual IOMMU, but the host has only {available} that are free.")
    {
        Requested = requested;
        Available = available;
    }

    /// <summary>How many were to be reserved.</summary>
    public int Requested { get; }

    /// <summary>How many were free.</summary>
    public int Available { get; }
}
