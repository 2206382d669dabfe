namespace DeclIommu.Tests.SeededDefects;

/// <summary>One defect at a time.</summary>
[CollectionDefinition(Name)]
public sealed class SeededDefectCollection
{
    public const string Name = "Seeded defects";
}
