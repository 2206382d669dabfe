namespace DeclIommu.Driver;

/// <summary>What is left to do of a range that was taken out of a page table.</summary>
internal enum UnmapOutcome
{
    /// <summary>Nothing: nothing was mapped there that a unit may still have cached.</summary>
    Nothing,

    /// <summary>It waits to be flushed together with others.</summary>
    Deferred,

    /// <summary>It waits, and more wait than may: they are to be flushed now.</summary>
    Overdue,

    /// <summary>It is to be flushed by whoever unmapped it.</summary>
    Due,
}
