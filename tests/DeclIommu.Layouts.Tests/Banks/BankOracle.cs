using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>A register bank that works bit by bit from the declaration of <typeparamref name="TBank"/>. Slow, and written from the words of the policies alone.</summary>
internal sealed class BankOracle<TBank>
    where TBank : struct, IBank
{
    private readonly RegisterBankAttribute _bank = typeof(TBank).GetCustomAttribute<RegisterBankAttribute>()!;

    public BankOracle(Func<string, bool>? isOn = null)
    {
        isOn ??= static _ => true;
        foreach (MemberInfo member in typeof(TBank).GetMembers(OracleDeclaration.Members))
        {
            if (member.GetCustomAttribute<RegisterAttribute>() is { } place)
            {
                Type type = member is PropertyInfo property ? property.PropertyType : ((MethodInfo)member).ReturnType;
                bool shares = _bank.Capabilities is not null && type.GetCustomAttribute<LayoutAttribute>()?.Capabilities == _bank.Capabilities;
                (int count, int stride) = member.GetCustomAttribute<RepeatAttribute>() is { } repeat ? (repeat.Count, repeat.Stride) : (1, 0);
                for (int index = 0; index < count; index++)
                {
                    Registers.Add(new OracleRegister(member, type, place.Offset + (index * stride), shares, isOn));
                }
            }
        }

        Registers.Sort((left, right) => left.Offset.CompareTo(right.Offset));
    }

    public List<OracleRegister> Registers { get; } = [];

    public AccessResult Read(ulong offset, byte[] destination)
    {
        AccessResult refusal = Refuse(offset, destination.Length);
        if (refusal != AccessResult.Done)
        {
            return refusal;
        }

        List<(OracleRegister Register, HashSet<int> Lanes)> touched = Touched((int)offset, destination.Length);
        if (touched.Count == 0)
        {
            if (_bank.Miss != MissPolicy.Refuse)
            {
                Array.Fill(destination, _bank.Miss == MissPolicy.ReadOnes ? (byte)0xFF : (byte)0);
            }

            return _bank.Miss == MissPolicy.Refuse ? AccessResult.Unmapped : AccessResult.Done;
        }

        Array.Clear(destination);
        foreach ((OracleRegister register, HashSet<int> lanes) in touched)
        {
            ulong value = register.Read(lanes);
            foreach (int bit in lanes)
            {
                int place = ((register.Offset - (int)offset) * 8) + bit;
                destination[place / 8] |= (byte)((value >> bit & 1) << (place % 8));
            }
        }

        return AccessResult.Done;
    }

    public AccessResult Write(ulong offset, byte[] source)
    {
        AccessResult refusal = Refuse(offset, source.Length);
        if (refusal != AccessResult.Done)
        {
            return refusal;
        }

        List<(OracleRegister Register, HashSet<int> Lanes)> touched = Touched((int)offset, source.Length);
        foreach ((OracleRegister register, HashSet<int> lanes) in touched)
        {
            ulong data = 0;
            foreach (int bit in lanes)
            {
                int place = ((register.Offset - (int)offset) * 8) + bit;
                data |= (ulong)(source[place / 8] >> (place % 8) & 1) << bit;
            }

            register.Write(lanes, data);
        }

        return touched.Count == 0 && _bank.Miss == MissPolicy.Refuse ? AccessResult.Unmapped : AccessResult.Done;
    }

    public void Reset(string kind = "")
    {
        foreach (OracleRegister register in Registers)
        {
            register.Reset(kind);
        }
    }

    private AccessResult Refuse(ulong offset, int width)
    {
        if (width is not (1 or 2 or 4 or 8) || ((int)_bank.Widths & width) == 0)
        {
            return AccessResult.BadWidth;
        }

        if (_bank.Alignment == AccessAlignment.Natural && offset % (ulong)width != 0)
        {
            return AccessResult.Misaligned;
        }

        return (UInt128)offset + (UInt128)width > (UInt128)_bank.SizeInBytes ? AccessResult.Unmapped : AccessResult.Done;
    }

    private List<(OracleRegister Register, HashSet<int> Lanes)> Touched(int offset, int width)
    {
        var touched = new List<(OracleRegister, HashSet<int>)>();
        foreach (OracleRegister register in Registers.Where(register => register.IsThere && register.Offset < offset + width && offset < register.Offset + (register.Bits.Length / 8)))
        {
            HashSet<int> lanes =
            [
                .. Enumerable.Range(0, register.Bits.Length).Where(bit => register.Offset + (bit / 8) >= offset && register.Offset + (bit / 8) < offset + width),
            ];
            if (lanes.Count > 0)
            {
                touched.Add((register, lanes));
            }
        }

        return touched;
    }
}
