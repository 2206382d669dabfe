namespace DeclIommu.Layouts.Generator.Model;

/// <summary>How a field or register is declared.</summary>
internal enum AccessorForm
{
    Property,
    Indexer,

    /// <summary>A pair of partial methods <c>Get…(int)</c>, <c>Set…(int, value)</c>.</summary>
    Methods,
}
