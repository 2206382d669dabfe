namespace DeclIommu.Layouts.Generator.Model;

/// <summary>What kind of type a field's property has.</summary>
internal enum ValueKind
{
    Boolean,
    Integer,
    Enumeration,

    /// <summary>A struct around one integer.</summary>
    Wrapper,

    /// <summary>Another layout.</summary>
    Layout,
}
