using System;

namespace DeclIommu.Layouts;

/// <summary>A range of bits of a layout.</summary>
public readonly struct BitRange : IEquatable<BitRange>
{
    /// <summary>Makes the range <paramref name="msb"/> to <paramref name="lsb"/>, both included.</summary>
    /// <param name="msb">The most significant bit.</param>
    /// <param name="lsb">The least significant bit.</param>
    public BitRange(int msb, int lsb)
    {
        Msb = msb;
        Lsb = lsb;
    }

    /// <summary>The most significant bit.</summary>
    public int Msb { get; }

    /// <summary>The least significant bit.</summary>
    public int Lsb { get; }

    /// <summary>The number of bits.</summary>
    public int Width => Msb - Lsb + 1;

    /// <inheritdoc/>
    public bool Equals(BitRange other) => Msb == other.Msb && Lsb == other.Lsb;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BitRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Msb * 397) ^ Lsb);

    /// <summary>Tells whether two ranges are the same.</summary>
    public static bool operator ==(BitRange left, BitRange right) => left.Equals(right);

    /// <summary>Tells whether two ranges differ.</summary>
    public static bool operator !=(BitRange left, BitRange right) => !left.Equals(right);

    /// <summary>The range as specifications write it, for example <c>[51:12]</c> or <c>[0]</c>.</summary>
    public override string ToString() => Msb == Lsb ? $"[{Lsb}]" : $"[{Msb}:{Lsb}]";
}
