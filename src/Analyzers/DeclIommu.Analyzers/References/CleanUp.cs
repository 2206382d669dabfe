using System.Collections.Generic;

namespace DeclIommu.Analyzers.References;

/// <summary>What one member does that matters where it is the clean-up of an object.</summary>
internal sealed class CleanUp
{
    /// <summary>The locks that it acquires itself, or that what it calls excludes.</summary>
    public HashSet<NeededLock> Locks { get; } = new();

    public HashSet<CalledMember> Calls { get; } = new();

    public List<ReleaseUnderLock> Releases { get; } = new();
}
