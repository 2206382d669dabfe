namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Mirrors <c>DeclIommu.Layouts.HalfAccess</c>, value for value.</summary>
internal enum HalfAccessKind
{
    Independent,
    CommitOnHigh,
    SnapshotOnLow,
}
