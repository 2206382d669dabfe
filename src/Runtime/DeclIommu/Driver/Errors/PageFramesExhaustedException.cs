namespace DeclIommu.Driver;

/// <summary>The page frames set aside for page tables, rings and device tables are used up.</summary>
public sealed class PageFramesExhaustedException : IommuException
{
    internal PageFramesExhaustedException(string purpose, long needed, long available)
        : base($"{purpose} needs {needed} page frame(s) of 4 KiB, but only {available} are free (or free in one piece).")
    {
        Needed = needed;
        Available = available;
    }

    /// <summary>How many frames were needed.</summary>
    public long Needed { get; }

    /// <summary>How many were free.</summary>
    public long Available { get; }
}
