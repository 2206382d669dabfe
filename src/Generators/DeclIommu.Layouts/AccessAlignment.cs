namespace DeclIommu.Layouts;

/// <summary>The alignment that a register bank asks of an access.</summary>
public enum AccessAlignment
{
    /// <summary>Any offset; an access may span registers.</summary>
    Any,

    /// <summary>The offset is a multiple of the width.</summary>
    Natural,
}
