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

    public ulong Stored { get; set; }

    /// <summary>Reads the given bits, and gives what they show.</summary>
    public ulong Read(IReadOnlySet<int> lanes)
    {
        ulong value = 0;
        for (int bit = 0; bit < Bits.Length; bit++)
        {
            value |= Bits[bit].Shown(IsStored(bit), IsAvailable(Bits[bit])) ? 1UL << bit : 0;
        }

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
            Store(bit, Bits[bit].AfterRead(IsStored(bit), IsAvailable(Bits[bit])));
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

        HashSet<string> locks = [.. Bits.Where((bit, index) => bit.Field is not null && IsStored(index) && IsAvailable(bit)).Select(bit => bit.Field!)];
        foreach ((int bit, bool value) in bits)
        {
            bool isLocked = Bits[bit].LockedBy is { } key && locks.Contains(key);
            Store(bit, Bits[bit].AfterWrite(IsStored(bit), value, IsAvailable(Bits[bit]), isLocked));
        }
    }

    /// <summary>Resets the bits that have a value for the kind; the full reset has no name and resets all.</summary>
    public void Reset(string kind)
    {
        bool any = false;
        for (int index = 0; index < Bits.Length; index++)
        {
            OracleBit bit = Bits[index];
            bool hasValue = bit.Resets.TryGetValue(kind, out bool value);
            if (kind.Length == 0 || hasValue)
            {
                Store(index, hasValue ? value : bit.Access is null && bit.Reserved == ReservedBits.MustBeOne);
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

    private bool IsStored(int bit) => (Stored >> bit & 1) != 0;

    private void Store(int bit, bool value) => Stored = value ? Stored | 1UL << bit : Stored & ~(1UL << bit);
}
