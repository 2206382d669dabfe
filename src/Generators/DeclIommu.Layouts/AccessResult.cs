namespace DeclIommu.Layouts;

/// <summary>What became of an access to a register bank. An access that is not done has changed nothing.</summary>
public enum AccessResult
{
    /// <summary>The access took place.</summary>
    Done,

    /// <summary>No register lies there, or the access passes the end of the bank.</summary>
    Unmapped,

    /// <summary>The bank does not take accesses of that width.</summary>
    BadWidth,

    /// <summary>The bank does not take accesses at that alignment.</summary>
    Misaligned,
}
