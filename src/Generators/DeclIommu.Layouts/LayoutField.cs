using System.Collections.Generic;

namespace DeclIommu.Layouts;

/// <summary>One field of a layout, for tools that print or document it.</summary>
public readonly struct LayoutField
{
    /// <summary>Describes a field.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="access">What an access through a register bank does to it.</param>
    /// <param name="ranges">Its bits, the most significant piece first.</param>
    public LayoutField(string name, Access access, params BitRange[] ranges)
        : this(name, access, 1, 0, ranges)
    {
    }

    /// <summary>Describes a repeated field.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="access">What an access through a register bank does to it.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="stride">The distance of two elements in bits.</param>
    /// <param name="ranges">The bits of the first element, the most significant piece first.</param>
    public LayoutField(string name, Access access, int count, int stride, params BitRange[] ranges)
    {
        Name = name;
        Access = access;
        Count = count;
        Stride = stride;
        Ranges = ranges;
    }

    /// <summary>The name of the property.</summary>
    public string Name { get; }

    /// <summary>What an access through a register bank does to the field.</summary>
    public Access Access { get; }

    /// <summary>The number of elements: 1 unless the field is repeated.</summary>
    public int Count { get; }

    /// <summary>The distance of two elements in bits: 0 unless the field is repeated.</summary>
    public int Stride { get; }

    /// <summary>The bits of the field (of its first element), the most significant piece first.</summary>
    public IReadOnlyList<BitRange> Ranges { get; }

    /// <summary>The name and the bits, for example <c>Mode[11:9]</c>.</summary>
    public override string ToString() => Ranges is null ? string.Empty : Name + string.Concat(Ranges);
}
