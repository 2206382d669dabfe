using System.Numerics;

namespace DeclIommu.Driver;

/// <summary>A set of units of one host, by their index.</summary>
internal readonly record struct UnitSet(ulong Members)
{
    /// <summary>The most units that a host has.</summary>
    public const int Capacity = 64;

    public static UnitSet Empty => default;

    public bool IsEmpty => Members == 0;

    public int Count => BitOperations.PopCount(Members);

    /// <summary>The smallest index in the set, which is not empty.</summary>
    public int First => BitOperations.TrailingZeroCount(Members);

    public static UnitSet Of(int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, Capacity);
        return new(BitOperations.RotateLeft(1UL, unit));
    }

    public static UnitSet operator |(UnitSet left, UnitSet right) => new(left.Members | right.Members);

    public static UnitSet operator -(UnitSet left, UnitSet right) => new(left.Members & ~right.Members);

    public bool Contains(int unit) => (Members & Of(unit).Members) != 0;

    public UnitSet WithoutFirst() => new(Members & (Members - 1));
}
