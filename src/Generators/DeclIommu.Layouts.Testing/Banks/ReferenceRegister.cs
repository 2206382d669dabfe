using System.Numerics;
using System.Reflection;

namespace DeclIommu.Layouts.Testing;

/// <summary>One register of a bank, or one element of a repeated one, as its attributes describe it.</summary>
internal sealed class ReferenceRegister
{
    private ReferenceRegister(MemberInfo member, FieldAccessor accessor, ValueCodec codec, string name, int index, bool isRepeated, int offset, bool isGated)
    {
        Accessor = accessor;
        Codec = codec;
        Name = isRepeated ? $"{name}[{index}]" : name;
        Index = index;
        Offset = offset;
        Half = member.GetCustomAttribute<HalfAccessAttribute>()?.Mode ?? HalfAccess.Independent;
        Capability = isGated ? member.GetCustomAttribute<AvailableWhenAttribute>()?.Capability : null;
        if (codec is NestedLayoutCodec)
        {
            LayoutReference layout = LayoutReference.Of(codec.Type);
            ByteOrder = layout.ByteOrder;
            Bits = OfLayout(layout, isGated && layout.Capabilities is not null);
        }
        else
        {
            Bits = OfInteger(member, codec);
        }

        IsReadHooked = HasHook(member, name, "Read");
        IsWriteHooked = HasHook(member, name, "Writing") || HasHook(member, name, "Written");
    }

    public string Name { get; }

    public int Index { get; }

    public int Offset { get; }

    public int Size => Bits.Count / 8;

    public ByteOrder ByteOrder { get; }

    public HalfAccess Half { get; }

    public string? Capability { get; }

    public IReadOnlyList<ReferenceBit> Bits { get; }

    public FieldAccessor Accessor { get; }

    public ValueCodec Codec { get; }

    public bool IsReadHooked { get; }

    public bool IsWriteHooked { get; }

    /// <summary>The registers of a bank, a repeated one element by element.</summary>
    public static IEnumerable<ReferenceRegister> Of(Type bank, bool hasCapabilities)
    {
        foreach ((MemberInfo member, Type type) in FieldAccessor.MembersOf(bank, static member => member.IsDefined(typeof(RegisterAttribute))))
        {
            RepeatAttribute? repeat = member.GetCustomAttribute<RepeatAttribute>();
            var accessor = new FieldAccessor(member, repeat is not null);
            ValueCodec codec = ValueCodec.Of(type);
            string name = member is MethodInfo ? member.Name["Get".Length..] : member.Name;
            int offset = member.GetCustomAttribute<RegisterAttribute>()!.Offset;
            for (int index = 0; index < (repeat?.Count ?? 1); index++)
            {
                yield return new ReferenceRegister(member, accessor, codec, name, index, repeat is not null, offset + (index * (repeat?.Stride ?? 0)), hasCapabilities);
            }
        }
    }

    /// <summary>The lowest bit that a byte of the register in memory holds.</summary>
    public int BitOf(int place) => 8 * (ByteOrder == ByteOrder.LittleEndian ? place : Size - 1 - place);

    private static bool HasHook(MemberInfo member, string name, string moment) =>
        member.DeclaringType!.GetMethod($"On{name}{moment}", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance) is not null;

    private static ReferenceBit[] OfInteger(MemberInfo member, ValueCodec codec)
    {
        int size = (int)(codec.Maximum - codec.Minimum + 1).GetBitLength() - 1;
        Access access = member.GetCustomAttribute<AccessAttribute>()?.Access ?? Access.ReadWrite;
        return [.. Enumerable.Range(0, size).Select(bit => new ReferenceBit { Access = access, Resets = Resets(member, bit) })];
    }

    private static ReferenceBit[] OfLayout(LayoutReference layout, bool isGated)
    {
        var bits = new ReferenceBit[layout.SizeInBits];
        for (int bit = 0; bit < bits.Length; bit++)
        {
            bits[bit] = new ReferenceBit { Reserved = layout.ReservedAt(bit) };
        }

        foreach (ReferenceField field in layout.Fields)
        {
            ReferenceField? key = field.LockedBy is { } name ? layout.Field(name) : null;
            for (int element = 0; element < field.Count; element++)
            {
                IReadOnlyList<int> places = field.BitsOf(element);
                for (int i = 0; i < places.Count; i++)
                {
                    bits[places[i]] = new ReferenceBit
                    {
                        Access = field.Access,
                        Constant = field.Constant is { } constant ? IsSet(constant, i) : null,
                        Capability = isGated ? field.Capability : null,
                        WhenOff = layout.DefaultReserved,
                        Lock = key is null ? [] : [.. Enumerable.Range(0, key.Count).SelectMany(key.BitsOf)],
                        LockCapability = isGated ? key?.Capability : null,
                        Resets = Resets(field.Member, i),
                    };
                }
            }
        }

        return bits;
    }

    private static Dictionary<string, bool> Resets(MemberInfo member, int bit) =>
        member.GetCustomAttributes<ResetAttribute>().ToDictionary(static reset => reset.Kind ?? string.Empty, reset => IsSet(reset.Value, bit));

    private static bool IsSet(ulong value, int bit) => !(new BigInteger(value) / BigInteger.Pow(2, bit)).IsEven;
}
