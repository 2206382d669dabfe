namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Mirrors <c>DeclIommu.Layouts.Access</c>, value for value.</summary>
internal enum AccessKind
{
    ReadWrite,
    ReadOnly,
    WriteOnly,
    WriteOneToClear,
    WriteOneToSet,
    WriteOneToToggle,
    WriteZeroToClear,
    WriteZeroToSet,
    WriteClears,
    WriteSets,
    ReadClears,
    ReadSets,
    WriteOnce,
}
