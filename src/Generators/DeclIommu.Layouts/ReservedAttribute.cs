using System;

namespace DeclIommu.Layouts;

/// <summary>The policy of one range of bits that no field names.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false, AllowMultiple = true)]
public sealed class ReservedAttribute : Attribute
{
    /// <summary>Gives the bits <paramref name="msb"/> to <paramref name="lsb"/> a policy of their own.</summary>
    /// <param name="msb">The most significant bit of the range.</param>
    /// <param name="lsb">The least significant bit of the range.</param>
    /// <param name="policy">What holds for these bits.</param>
    public ReservedAttribute(int msb, int lsb, ReservedBits policy)
    {
        Msb = msb;
        Lsb = lsb;
        Policy = policy;
    }

    /// <summary>The most significant bit of the range.</summary>
    public int Msb { get; }

    /// <summary>The least significant bit of the range.</summary>
    public int Lsb { get; }

    /// <summary>What holds for these bits.</summary>
    public ReservedBits Policy { get; }
}
