using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>A generated bank in a box, and the device's own view of its registers in the order of their offsets.</summary>
internal sealed class BankProbe<TBank>
    where TBank : struct, IBank
{
    private readonly List<(int Offset, Func<object> Get, Action<object> Set, Type Type)> _registers = [];

    public BankProbe(TBank bank)
    {
        Bank = bank;
        foreach (MemberInfo member in typeof(TBank).GetMembers(OracleDeclaration.Members))
        {
            if (member.GetCustomAttribute<RegisterAttribute>() is not { } place)
            {
                continue;
            }

            RepeatAttribute? repeat = member.GetCustomAttribute<RepeatAttribute>();
            for (int index = 0; index < (repeat?.Count ?? 1); index++)
            {
                int offset = place.Offset + (index * (repeat?.Stride ?? 0));
                object[] indexes = repeat is null ? [] : [index];
                if (member is PropertyInfo property)
                {
                    _registers.Add((offset, () => property.GetValue(Bank, indexes)!, value => property.SetValue(Bank, value, indexes), property.PropertyType));
                }
                else if (member is MethodInfo get)
                {
                    MethodInfo set = typeof(TBank).GetMethod("Set" + get.Name[3..], OracleDeclaration.Members)!;
                    _registers.Add((offset, () => get.Invoke(Bank, indexes)!, value => set.Invoke(Bank, [.. indexes, value]), get.ReturnType));
                }
            }
        }

        _registers.Sort((left, right) => left.Offset.CompareTo(right.Offset));
    }

    public IBank Bank { get; }

    public int Count => _registers.Count;

    /// <summary>The raw values of all registers.</summary>
    public ulong[] Stored
    {
        get => [.. _registers.Select(register => ToRaw(register.Get()))];
        set
        {
            for (int i = 0; i < value.Length; i++)
            {
                _registers[i].Set(FromRaw(value[i], _registers[i].Type));
            }
        }
    }

    public string Name(int register) => "the register at 0x" + _registers[register].Offset.ToString("X");

    private static ulong ToRaw(object value) => value switch
    {
        sbyte number => (byte)number,
        short number => (ushort)number,
        int number => (uint)number,
        long number => (ulong)number,
        IConvertible number => Convert.ToUInt64(number, null),
        _ => ToRaw(value.GetType().GetMethod("ToRaw")!.Invoke(value, null)!),
    };

    private static object FromRaw(ulong raw, Type type)
    {
        if (type.GetMethod("FromRaw") is { } fromRaw)
        {
            return fromRaw.Invoke(null, [FromRaw(raw, fromRaw.GetParameters()[0].ParameterType)])!;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.SByte => (sbyte)raw,
            TypeCode.Int16 => (short)raw,
            TypeCode.Int32 => (int)raw,
            TypeCode.Int64 => (long)raw,
            TypeCode.Byte => (byte)raw,
            TypeCode.UInt16 => (ushort)raw,
            TypeCode.UInt32 => (uint)raw,
            _ => raw,
        };
    }
}
