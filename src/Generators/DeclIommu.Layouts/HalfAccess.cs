namespace DeclIommu.Layouts;

/// <summary>How a 64-bit register takes accesses to one of its 32-bit halves.</summary>
public enum HalfAccess
{
    /// <summary>Each half takes effect by itself.</summary>
    Independent,

    /// <summary>A write to the low half is kept back until the high half is written; then both take effect at once. A 64-bit write takes effect at once.</summary>
    CommitOnHigh,

    /// <summary>A read of the low half also keeps the high half, and the next read of the high half gives what was kept. A 64-bit read is a read of both.</summary>
    SnapshotOnLow,
}
