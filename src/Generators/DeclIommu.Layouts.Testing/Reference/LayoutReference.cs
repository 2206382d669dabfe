using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>A layout as its attributes declare it, with a codec that moves one bit at a time.</summary>
/// <remarks>It shares no code with the generator, so that the one can judge the other. Immutable, so safe to use from several threads.</remarks>
public sealed class LayoutReference
{
    private static readonly ConcurrentDictionary<Type, LayoutReference> Known = new();

    private readonly ReservedBits?[] _reserved;

    private LayoutReference(Type type)
    {
        LayoutAttribute layout = type.GetCustomAttribute<LayoutAttribute>()
            ?? throw new ArgumentException($"{type.FullName} has no Layout attribute.", nameof(type));
        Type = type;
        SizeInBits = layout.Bits;
        ByteOrder = layout.ByteOrder;
        DefaultReserved = layout.Reserved;
        Capabilities = layout.Capabilities;
        Fields = [.. FieldAccessor.MembersOf(type, static member => member.IsDefined(typeof(BitAttribute)) || member.IsDefined(typeof(BitsAttribute)))
            .Select(static found => new ReferenceField(found.Member, found.Type))];
        Opcode = ImpliedOpcode.Find(type, Fields.SelectMany(AllBits).ToHashSet());
        _reserved = ReservedPolicies(type);
    }

    /// <summary>The layout.</summary>
    public Type Type { get; }

    /// <summary>The size in bits.</summary>
    public int SizeInBits { get; }

    /// <summary>The size in bytes.</summary>
    public int SizeInBytes => SizeInBits / 8;

    /// <summary>The order of the bytes in memory.</summary>
    public ByteOrder ByteOrder { get; }

    /// <summary>The fields in the order of their declaration.</summary>
    public IReadOnlyList<ReferenceField> Fields { get; }

    internal ReservedBits DefaultReserved { get; }

    internal Type? Capabilities { get; }

    /// <summary>The opcode that a command carries without declaring it.</summary>
    internal ImpliedOpcode? Opcode { get; }

    /// <summary>The reference of a layout.</summary>
    /// <typeparam name="T">A struct with a <see cref="LayoutAttribute"/>.</typeparam>
    /// <exception cref="ArgumentException">The type is no layout.</exception>
    public static LayoutReference Of<T>()
        where T : struct => Of(typeof(T));

    /// <summary>The reference of a layout.</summary>
    /// <param name="type">A struct with a <see cref="LayoutAttribute"/>.</param>
    /// <exception cref="ArgumentException">The type is no layout.</exception>
    public static LayoutReference Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Known.GetOrAdd(type, static declared => new LayoutReference(declared));
    }

    /// <summary>A field by its name.</summary>
    /// <param name="field">The name of the property; of a pair of methods the name without <c>Get</c>; <c>Item</c> for an indexer.</param>
    /// <exception cref="ArgumentException">The layout has no such field.</exception>
    public ReferenceField Field(string field) => Fields.FirstOrDefault(candidate => candidate.Name == field)
        ?? throw new ArgumentException($"{Type.Name} has no field {field}.", nameof(field));

    /// <summary>The value of a field: sign-extended and scaled.</summary>
    /// <param name="source">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="field">The name of the field.</param>
    /// <param name="element">The element of a repeated field.</param>
    /// <exception cref="ArgumentException">The source is too short, or there is no such field.</exception>
    public BigInteger Get(ReadOnlySpan<byte> source, string field, int element = 0) => Field(field).Get(ImageOf(source), element);

    /// <summary>Writes the value of a field; all other bits stay.</summary>
    /// <param name="destination">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <param name="field">The name of the field.</param>
    /// <param name="value">A value that fits, with its sign and scale.</param>
    /// <param name="element">The element of a repeated field.</param>
    /// <exception cref="ArgumentException">The destination is too short, there is no such field, or the value is not a multiple of its scale.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value does not fit.</exception>
    public void Set(Span<byte> destination, string field, BigInteger value, int element = 0)
    {
        ReferenceField target = Field(field);
        BitImage image = ImageOf(destination);
        if (value < target.Minimum || value > target.Maximum)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{Type.Name}.{target} holds {target.Minimum} to {target.Maximum}.");
        }

        if (!(value % BigInteger.Pow(2, target.Shift)).IsZero)
        {
            throw new ArgumentException($"{Type.Name}.{target} holds multiples of 2^{target.Shift}, not {value}.", nameof(value));
        }

        target.Set(image, element, value);
        image.ToBytes(ByteOrder).CopyTo(destination);
    }

    /// <summary>Everything that makes bytes invalid for the layout, from the lowest bit on.</summary>
    /// <remarks>What the device can do is not known: a field that depends on it may be as declared or as the reserved policy has it.</remarks>
    /// <param name="source">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">The source is too short.</exception>
    public IReadOnlyList<LayoutFault> FaultsOf(ReadOnlySpan<byte> source) => FaultsOf(ImageOf(source));

    internal IReadOnlyList<LayoutFault> FaultsOf(BitImage image, Func<string, bool>? hasCapability = null) =>
        new FaultFinder(this, image, hasCapability).Find();

    internal BitImage ImageOf(ReadOnlySpan<byte> source)
    {
        if (source.Length < SizeInBytes)
        {
            throw new ArgumentException($"{Type.Name} has {SizeInBytes} bytes, not {source.Length}.", nameof(source));
        }

        return BitImage.FromBytes(source[..SizeInBytes], ByteOrder);
    }

    /// <summary>True if it depends on a capability of the device whether the field is there.</summary>
    internal bool IsGated(ReferenceField field) => Capabilities is not null && field.Capability is not null;

    /// <summary>The policy of a bit; null if a field or the opcode owns it.</summary>
    internal ReservedBits? ReservedAt(int bit) => _reserved[bit];

    private static IEnumerable<int> AllBits(ReferenceField field) => Enumerable.Range(0, field.Count).SelectMany(field.BitsOf);

    private ReservedBits?[] ReservedPolicies(Type type)
    {
        var policies = new ReservedBits?[SizeInBits];
        Array.Fill(policies, DefaultReserved);
        foreach (ReservedAttribute range in type.GetCustomAttributes<ReservedAttribute>())
        {
            for (int bit = range.Lsb; bit <= range.Msb; bit++)
            {
                policies[bit] = range.Policy;
            }
        }

        foreach (int bit in Fields.SelectMany(AllBits).Concat(Opcode?.Bits ?? []))
        {
            policies[bit] = null;
        }

        return policies;
    }
}
