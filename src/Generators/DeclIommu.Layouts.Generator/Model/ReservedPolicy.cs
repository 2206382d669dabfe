namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Mirrors <c>DeclIommu.Layouts.ReservedBits</c>, value for value.</summary>
internal enum ReservedPolicy
{
    MustBeZero,
    MustBeOne,
    Preserve,
    Ignore,
}
