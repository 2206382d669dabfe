using System.Linq.Expressions;
using System.Reflection;

namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>A generated bank in a box, and the device's own view of its registers in the order of their offsets.</summary>
internal sealed class BankProbe<TBank>
    where TBank : struct, IBank
{
    private static readonly (int Offset, Func<object, ulong> Get, Action<object, ulong> Set)[] _registers = Compile();

    public BankProbe(TBank bank) => Bank = bank;

    public delegate void BankAction(ref TBank bank);

    public IBank Bank { get; }

    /// <summary>The raw values of all registers.</summary>
    public ulong[] Stored
    {
        get => [.. _registers.Select(register => register.Get(Bank))];
        set
        {
            for (int i = 0; i < value.Length; i++)
            {
                _registers[i].Set(Bank, value[i]);
            }
        }
    }

    /// <summary>Runs an action on the bank in the box.</summary>
    public void Invoke(BankAction action) => action(ref System.Runtime.CompilerServices.Unsafe.Unbox<TBank>(Bank));

    /// <summary>Makes the oracle and the bank hold the same.</summary>
    public void Store(BankOracle<TBank> oracle, Func<int, ulong> pattern)
    {
        for (int i = 0; i < oracle.Registers.Count; i++)
        {
            oracle.Registers[i].Stored = pattern(i) & (ulong.MaxValue >> (64 - oracle.Registers[i].Bits.Length));
            _registers[i].Set(Bank, oracle.Registers[i].Stored);
        }
    }

    /// <summary>Fails unless the oracle and the bank hold the same, in the registers that lie within 16 bytes of an offset.</summary>
    public void AssertHolds(BankOracle<TBank> oracle, object where, ulong? around = null)
    {
        for (int i = 0; i < _registers.Length; i++)
        {
            if (around is { } offset && Math.Abs(_registers[i].Offset - (double)offset) > 16)
            {
                continue;
            }

            ulong expected = oracle.Registers[i].Stored;
            ulong actual = _registers[i].Get(Bank);
            if (actual != expected)
            {
                Assert.Fail($"{where}: the register at 0x{_registers[i].Offset:X} holds 0x{actual:X}, not 0x{expected:X}");
            }
        }
    }

    private static (int Offset, Func<object, ulong> Get, Action<object, ulong> Set)[] Compile()
    {
        var registers = new List<(int Offset, Func<object, ulong> Get, Action<object, ulong> Set)>();
        foreach (MemberInfo member in typeof(TBank).GetMembers(OracleDeclaration.Members))
        {
            if (member.GetCustomAttribute<RegisterAttribute>() is { } place)
            {
                RepeatAttribute? repeat = member.GetCustomAttribute<RepeatAttribute>();
                for (int index = 0; index < (repeat?.Count ?? 1); index++)
                {
                    Expression[] indexes = repeat is null ? [] : [Expression.Constant(index)];
                    registers.Add((place.Offset + (index * (repeat?.Stride ?? 0)), CompileGet(member, indexes), CompileSet(member, indexes)));
                }
            }
        }

        return [.. registers.OrderBy(register => register.Offset)];
    }

    private static Func<object, ulong> CompileGet(MemberInfo member, Expression[] indexes)
    {
        ParameterExpression box = Expression.Parameter(typeof(object));
        Expression bank = Expression.Unbox(box, typeof(TBank));
        Expression value = member is PropertyInfo property ? Expression.Property(bank, property, indexes) : Expression.Call(bank, (MethodInfo)member, indexes);
        if (value.Type.GetMethod("ToRaw") is { } toRaw)
        {
            value = Expression.Call(value, toRaw);
        }

        ulong mask = ulong.MaxValue >> (64 - (System.Runtime.InteropServices.Marshal.SizeOf(value.Type) * 8));
        return Expression.Lambda<Func<object, ulong>>(Expression.And(Expression.Convert(value, typeof(ulong)), Expression.Constant(mask)), box).Compile();
    }

    private static Action<object, ulong> CompileSet(MemberInfo member, Expression[] indexes)
    {
        ParameterExpression box = Expression.Parameter(typeof(object));
        ParameterExpression raw = Expression.Parameter(typeof(ulong));
        Expression bank = Expression.Unbox(box, typeof(TBank));
        Type type = member is PropertyInfo declared ? declared.PropertyType : ((MethodInfo)member).ReturnType;
        Expression value = type.GetMethod("FromRaw") is { } fromRaw
            ? Expression.Call(fromRaw, Expression.Convert(raw, fromRaw.GetParameters()[0].ParameterType))
            : Expression.Convert(raw, type);
        Expression set = member is PropertyInfo property
            ? Expression.Assign(Expression.Property(bank, property, indexes), value)
            : Expression.Call(bank, typeof(TBank).GetMethod("Set" + member.Name[3..], OracleDeclaration.Members)!, [.. indexes, value]);
        return Expression.Lambda<Action<object, ulong>>(set, box, raw).Compile();
    }
}
