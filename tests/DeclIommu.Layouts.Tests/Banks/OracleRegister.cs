using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>One element of a register, bit by bit.</summary>
internal sealed class OracleRegister
{
    private readonly Func<string, bool> _isOn;

    public OracleRegister(MemberInfo member, Type type, int offset, bool sharesCapabilities, Func<string, bool> isOn)
    {
        _isOn = isOn;
        Offset = offset;
        Capability = member.GetCustomAttribute<AvailableWhenAttribute>()?.Capability;
        HalfAccess = member.GetCustomAttribute<HalfAccessAttribute>()?.Mode ?? HalfAccess.Independent;
        Bits = type.GetCustomAttribute<LayoutAttribute>() is { } layout
            ? OracleDeclaration.OfLayout(type, layout, sharesCapabilities)
            : OracleDeclaration.OfInteger(member, type);
    }

    public int Offset { get; }

    public string? Capability { get; }

    public HalfAccess HalfAccess { get; }

    public OracleBit[] Bits { get; }

    public bool IsThere => Capability is null || _isOn(Capability);

    public ulong Stored
    {
        get => Pack(bit => Bits[bit].Stored);
        set
        {
            for (int bit = 0; bit < Bits.Length; bit++)
            {
                Bits[bit].Stored = (value >> bit & 1) != 0;
            }
        }
    }

    /// <summary>Reads the given bits, and gives what they show.</summary>
    public ulong Read(IReadOnlySet<int> lanes)
    {
        ulong value = Pack(bit => Bits[bit].Shown(IsAvailable(Bits[bit])));
        if (HalfAccess == HalfAccess.SnapshotOnLow)
        {
            bool touchesLow = lanes.Any(bit => bit < 32);
            for (int bit = 32; bit < 64; bit++)
            {
                if (touchesLow)
                {
                    Bits[bit].Held = lanes.Contains(bit) ? null : (value >> bit & 1) != 0;
                }
                else if (lanes.Contains(bit) && Bits[bit].Held is { } kept)
                {
                    value = kept ? value | 1UL << bit : value & ~(1UL << bit);
                    Bits[bit].Held = null;
                }
            }
        }

        foreach (int bit in lanes)
        {
            Bits[bit].Read(IsAvailable(Bits[bit]));
        }

        return value;
    }

    /// <summary>Writes the given bits.</summary>
    public void Write(IReadOnlySet<int> lanes, ulong data)
    {
        var bits = new SortedDictionary<int, bool>(lanes.ToDictionary(bit => bit, bit => (data >> bit & 1) != 0));
        if (HalfAccess == HalfAccess.CommitOnHigh)
        {
            bool commits = lanes.Any(bit => bit >= 32);
            for (int bit = 0; bit < 64; bit++)
            {
                if (!commits && lanes.Contains(bit))
                {
                    Bits[bit].Held = bits[bit];
                }
                else if (commits)
                {
                    if (Bits[bit].Held is { } pending && !bits.ContainsKey(bit))
                    {
                        bits.Add(bit, pending);
                    }

                    Bits[bit].Held = null;
                }
            }

            if (!commits)
            {
                return;
            }
        }

        HashSet<string> locks = [.. Bits.Where(bit => bit.Field is not null && bit.Stored && IsAvailable(bit)).Select(bit => bit.Field!)];
        foreach ((int bit, bool value) in bits)
        {
            Bits[bit].Write(value, IsAvailable(Bits[bit]), Bits[bit].LockedBy is { } key && locks.Contains(key));
        }
    }

    /// <summary>Resets the bits that have a value for the kind; the full reset has no name and resets all.</summary>
    public void Reset(string kind)
    {
        bool any = false;
        foreach (OracleBit bit in Bits)
        {
            bool hasValue = bit.Resets.TryGetValue(kind, out bool value);
            if (kind.Length == 0 || hasValue)
            {
                bit.Stored = hasValue ? value : bit.Access is null && bit.Reserved == ReservedBits.MustBeOne;
                bit.WasWritten = false;
                any = true;
            }
        }

        foreach (OracleBit bit in any ? Bits : [])
        {
            bit.Held = null;
        }
    }

    private bool IsAvailable(OracleBit bit) => bit.Capability is null || _isOn(bit.Capability);

    private ulong Pack(Func<int, bool> bit) =>
        Enumerable.Range(0, Bits.Length).Aggregate(0UL, (value, index) => bit(index) ? value | 1UL << index : value);
}
