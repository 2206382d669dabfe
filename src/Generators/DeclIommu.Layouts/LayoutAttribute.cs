using System;

namespace DeclIommu.Layouts;

/// <summary>A value of a fixed number of bits: a memory structure, a register, or a command.</summary>
/// <remarks>The number of bits is a multiple of 8. Bit 0 is the least significant bit of the whole layout.</remarks>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class LayoutAttribute : Attribute
{
    /// <summary>Declares a layout of <paramref name="bits"/> bits.</summary>
    /// <param name="bits">The size in bits: a positive multiple of 8.</param>
    public LayoutAttribute(int bits) => Bits = bits;

    /// <summary>The size in bits.</summary>
    public int Bits { get; }

    /// <summary>The policy of every bit that no field names and no <see cref="ReservedAttribute"/> covers.</summary>
    public ReservedBits Reserved { get; set; } = ReservedBits.MustBeZero;

    /// <summary>The order of the bytes in memory.</summary>
    public ByteOrder ByteOrder { get; set; } = ByteOrder.LittleEndian;

    /// <summary>The type whose bool properties <see cref="AvailableWhenAttribute"/> names; without it every capability counts as on.</summary>
    public Type? Capabilities { get; set; }
}
