namespace DeclIommu.Driver;

/// <summary>A range that was unmapped, and that some unit may still have cached.</summary>
/// <param name="First">Its first address.</param>
/// <param name="Last">Its last address.</param>
/// <param name="Ticket">Tells it from an earlier or later one: tickets rise.</param>
internal readonly record struct UnmappedRange(ulong First, ulong Last, long Ticket)
{
    /// <summary>Whether it stands for all that was unmapped up to its ticket: then it has no addresses.</summary>
    public bool IsAll => First > Last;
}
