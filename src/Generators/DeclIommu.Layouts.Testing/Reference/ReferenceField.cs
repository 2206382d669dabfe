using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>One declared field of a layout, as its attributes describe it.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed class ReferenceField
{
    private readonly int[][] _bits;

    internal ReferenceField(MemberInfo member, Type type)
    {
        Member = member;
        Name = member is MethodInfo ? member.Name["Get".Length..] : member.Name;
        Ranges = RangesOf(member);
        Codec = ValueCodec.Of(type);
        Shift = member.GetCustomAttribute<ScaledAttribute>()?.Shift ?? 0;
        Constant = member.GetCustomAttribute<ConstantAttribute>()?.Value;
        IsExhaustive = member.IsDefined(typeof(ExhaustiveAttribute), inherit: false);
        Access = member.GetCustomAttribute<AccessAttribute>()?.Access ?? Access.ReadWrite;
        Capability = member.GetCustomAttribute<AvailableWhenAttribute>()?.Capability;
        LockedBy = member.GetCustomAttribute<LockedByAttribute>()?.Field;
        RepeatAttribute? repeat = member.GetCustomAttribute<RepeatAttribute>();
        IsRepeated = repeat is not null;
        Count = repeat?.Count ?? 1;
        Stride = repeat?.Stride ?? 0;
        _bits = [.. Enumerable.Range(0, Count).Select(PlacesOf)];
        Accessor = new FieldAccessor(member, IsRepeated);
    }

    /// <summary>The name of the property; of a pair of methods the name without <c>Get</c>; <c>Item</c> for an indexer.</summary>
    public string Name { get; }

    /// <summary>The bits of the field (of its first element), the most significant piece first.</summary>
    public IReadOnlyList<BitRange> Ranges { get; }

    /// <summary>The number of bits of one element.</summary>
    public int Width => Ranges.Sum(static range => range.Width);

    /// <summary>The number of elements: 1 unless the field is repeated.</summary>
    public int Count { get; }

    /// <summary>The distance of two elements in bits: 0 unless the field is repeated.</summary>
    public int Stride { get; }

    /// <summary>How far the bits are shifted left to give the value: 0 unless the field is scaled.</summary>
    public int Shift { get; }

    /// <summary>The bits that the field always holds; null if it may vary.</summary>
    public ulong? Constant { get; }

    /// <summary>The type of the property.</summary>
    public Type Type => Codec.Type;

    /// <summary>The smallest value that fits.</summary>
    public BigInteger Minimum => Codec.IsSigned ? -BigInteger.Pow(2, Width - 1 + Shift) : BigInteger.Zero;

    /// <summary>The largest value that fits.</summary>
    public BigInteger Maximum => (BigInteger.Pow(2, Codec.IsSigned ? Width - 1 : Width) - 1) * BigInteger.Pow(2, Shift);

    internal MemberInfo Member { get; }

    internal ValueCodec Codec { get; }

    internal FieldAccessor Accessor { get; }

    internal bool IsRepeated { get; }

    internal bool IsExhaustive { get; }

    internal Access Access { get; }

    internal string? Capability { get; }

    internal string? LockedBy { get; }

    /// <summary>The bits of one element in the layout, the least significant of the field first.</summary>
    /// <param name="element">The element: 0 unless the field is repeated.</param>
    public IReadOnlyList<int> BitsOf(int element = 0) => _bits[element];

    /// <inheritdoc/>
    public override string ToString() => Name + string.Concat(Ranges);

    /// <summary>The value of one element of an image: sign-extended and scaled.</summary>
    internal BigInteger Get(BitImage image, int element) => FromRaw(image.Take(_bits[element]));

    /// <summary>Puts a value that fits into one element of an image.</summary>
    internal void Set(BitImage image, int element, BigInteger value) => image.Put(_bits[element], ToRaw(value));

    /// <summary>The value whose stored bits are those of a number.</summary>
    internal BigInteger FromRaw(BigInteger raw)
    {
        bool isNegative = Codec.IsSigned && raw >= BigInteger.Pow(2, Width - 1);
        return (isNegative ? raw - BigInteger.Pow(2, Width) : raw) * BigInteger.Pow(2, Shift);
    }

    /// <summary>The stored bits of a value that fits, as a number without sign.</summary>
    internal BigInteger ToRaw(BigInteger value)
    {
        BigInteger stored = value / BigInteger.Pow(2, Shift);
        return stored.Sign < 0 ? stored + BigInteger.Pow(2, Width) : stored;
    }

    internal string ElementName(int element) => IsRepeated ? $"{Name}[{element}]" : Name;

    internal string PlaceOf(int element) => IsRepeated ? $"{ElementName(element)}{new BitRange(_bits[element].Max(), _bits[element].Min())}" : ToString();

    private static BitRange[] RangesOf(MemberInfo member)
    {
        if (member.GetCustomAttribute<BitAttribute>() is { } bit)
        {
            return [new BitRange(bit.Index, bit.Index)];
        }

        int[] ranges = member.GetCustomAttribute<BitsAttribute>()!.Ranges;
        return [.. Enumerable.Range(0, ranges.Length / 2).Select(pair => new BitRange(ranges[2 * pair], ranges[(2 * pair) + 1]))];
    }

    private int[] PlacesOf(int element)
    {
        var places = new List<int>();
        foreach (BitRange range in Ranges.Reverse())
        {
            for (int bit = range.Lsb; bit <= range.Msb; bit++)
            {
                places.Add(bit + (element * Stride));
            }
        }

        return [.. places];
    }
}
