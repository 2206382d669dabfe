using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>Reads the bits of a register from its attributes, by reflection: nothing here comes from the generator.</summary>
internal static class OracleDeclaration
{
    public const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static OracleBit[] OfInteger(MemberInfo member, Type type)
    {
        int width = System.Runtime.InteropServices.Marshal.SizeOf(type) * 8;
        return [.. Enumerable.Range(0, width).Select(bit => new OracleBit { Access = AccessOf(member), Resets = ResetsOf(member, bit) })];
    }

    public static OracleBit[] OfLayout(Type type, LayoutAttribute layout, bool sharesCapabilities)
    {
        var bits = new OracleBit?[layout.Bits];
        foreach (MemberInfo field in type.GetMembers(Members))
        {
            if (RangesOf(field) is not { } ranges)
            {
                continue;
            }

            int[] places = [.. PlacesOf(ranges)];
            (int count, int stride) = field.GetCustomAttribute<RepeatAttribute>() is { } repeat ? (repeat.Count, repeat.Stride) : (1, 0);
            for (int element = 0; element < count; element++)
            {
                for (int bit = 0; bit < places.Length; bit++)
                {
                    bits[places[bit] + (element * stride)] = new OracleBit
                    {
                        Field = field.Name,
                        Access = field.GetCustomAttribute<ConstantAttribute>() is null ? AccessOf(field) : Access.ReadOnly,
                        Reserved = layout.Reserved,
                        Capability = sharesCapabilities ? field.GetCustomAttribute<AvailableWhenAttribute>()?.Capability : null,
                        LockedBy = field.GetCustomAttribute<LockedByAttribute>()?.Field,
                        Resets = ResetsOf(field, bit),
                    };
                }
            }
        }

        return [.. bits.Select((bit, index) => bit ?? new OracleBit { Reserved = ReservedAt(type, layout, index) })];
    }

    private static ReservedBits ReservedAt(Type type, LayoutAttribute layout, int bit) =>
        type.GetCustomAttributes<ReservedAttribute>().FirstOrDefault(range => range.Lsb <= bit && bit <= range.Msb)?.Policy ?? layout.Reserved;

    private static int[]? RangesOf(MemberInfo field) =>
        field.GetCustomAttribute<BitAttribute>() is { } single ? [single.Index, single.Index] : field.GetCustomAttribute<BitsAttribute>()?.Ranges;

    // The places of a field's bits, its least significant bit first.
    private static IEnumerable<int> PlacesOf(int[] ranges)
    {
        for (int pair = ranges.Length - 2; pair >= 0; pair -= 2)
        {
            for (int bit = ranges[pair + 1]; bit <= ranges[pair]; bit++)
            {
                yield return bit;
            }
        }
    }

    private static Access AccessOf(MemberInfo member) => member.GetCustomAttribute<AccessAttribute>()?.Access ?? Access.ReadWrite;

    private static Dictionary<string, bool> ResetsOf(MemberInfo member, int bit)
    {
        var resets = member.GetCustomAttributes<ResetAttribute>().ToDictionary(reset => reset.Kind ?? string.Empty, reset => (reset.Value >> bit & 1) != 0);
        if (member.GetCustomAttribute<ConstantAttribute>() is { } constant)
        {
            resets.TryAdd(string.Empty, (constant.Value >> bit & 1) != 0);
        }

        return resets;
    }
}
