using System;

namespace DeclIommu.Layouts;

/// <summary>The widths of access that a register bank takes.</summary>
[Flags]
public enum AccessWidths
{
    /// <summary>No access at all.</summary>
    None = 0,

    /// <summary>One byte.</summary>
    One = 1,

    /// <summary>Two bytes.</summary>
    Two = 2,

    /// <summary>Four bytes.</summary>
    Four = 4,

    /// <summary>Eight bytes.</summary>
    Eight = 8,

    /// <summary>One, two, four or eight bytes.</summary>
    All = One | Two | Four | Eight,
}
