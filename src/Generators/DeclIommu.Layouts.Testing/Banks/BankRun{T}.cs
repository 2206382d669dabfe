using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>Plays a sequence of steps on a bank and on its reference side by side.</summary>
internal sealed class BankRun<T>
    where T : struct
{
    private const int FewRegisters = 48;

    private readonly CheckScope _scope;

    private readonly BankReference _bank;

    private readonly Func<string, bool> _hasCapability;

    private readonly BankSubject<T> _subject = new();

    private readonly ReferenceState[] _states;

    private readonly List<BankStep> _done = [];

    public BankRun(CheckScope scope, BankReference bank, object? capabilities)
    {
        _scope = scope;
        _bank = bank;
        _hasCapability = CapabilitySource.Reader(capabilities);
        _states = [.. bank.Registers.Select(register => new ReferenceState(register, _hasCapability))];
        if (capabilities is not null)
        {
            _subject.SetCapabilities(capabilities);
        }

        Play(new BankStep.Reset(null));
    }

    public void Play(IReadOnlyList<BankStep> steps)
    {
        foreach (BankStep step in steps)
        {
            Play(step);
        }

        CompareStates(_states);
    }

    private string Situation() => string.Join("; ", _done.Skip(1));

    private void Play(BankStep step)
    {
        _done.Add(step);
        switch (step)
        {
            case BankStep.Read read:
                PlayRead(read);
                break;
            case BankStep.Write write:
                PlayWrite(write);
                break;
            case BankStep.Store store:
                _scope.Run(store.Name, () => Set(store), Situation);
                _states[store.Register].Store(store.Value);
                break;
            case BankStep.Reset reset:
                _scope.Run("Reset" + reset.Kind, () => Reset(reset.Kind), Situation);
                Array.ForEach(_states, state => state.Reset(reset.Kind));
                break;
        }

        if (_states.Length <= FewRegisters)
        {
            CompareStates(_states);
        }
    }

    private void PlayRead(BankStep.Read step)
    {
        byte[] actual = new byte[step.Width];
        Array.Fill(actual, (byte)0xA5);
        byte[] expected = [.. actual];
        AccessResult result = _scope.Run("Read", () => _subject.Read(step.Offset, actual), Situation);
        if (CheckResult("Read", step.Offset, step.Width, result))
        {
            expected = Expected(step);
        }

        _scope.SameBytes("Read", expected, actual, Situation);
    }

    private void PlayWrite(BankStep.Write step)
    {
        AccessResult result = _scope.Run("Write", () => _subject.Write(step.Offset, step.Data), Situation);
        if (!CheckResult("Write", step.Offset, step.Data.Length, result))
        {
            return;
        }

        foreach (ReferenceState state in Met(step.Offset, step.Data.Length))
        {
            var lanes = new HashSet<int>();
            bool[] data = new bool[state.Register.Bits.Count];
            foreach ((int place, int bit) in LanesOf(state.Register, step.Offset, step.Data.Length))
            {
                lanes.Add(bit / 8);
                BitImage.FromBytes([step.Data[place]], ByteOrder.LittleEndian).CopyTo(data, bit);
            }

            state.Write(lanes, data);
        }
    }

    private byte[] Expected(BankStep.Read step)
    {
        byte[] expected = new byte[step.Width];
        ReferenceState[] met = [.. Met(step.Offset, step.Width)];
        if (met.Length == 0 && _bank.Declaration.Miss == MissPolicy.ReadOnes)
        {
            Array.Fill(expected, (byte)0xFF);
        }

        foreach (ReferenceState state in met)
        {
            (int Place, int Bit)[] lanes = [.. LanesOf(state.Register, step.Offset, step.Width)];
            bool[] bits = state.Read(lanes.Select(static lane => lane.Bit / 8).ToHashSet());
            foreach ((int place, int bit) in lanes)
            {
                expected[place] = BitImage.FromBits(bits.AsSpan(bit, 8)).ToBytes(ByteOrder.LittleEndian)[0];
            }
        }

        return expected;
    }

    private IEnumerable<ReferenceState> Met(ulong offset, int width)
    {
        ReferenceRegister[] met = [.. _bank.Meets(offset, width, _hasCapability)];
        return _states.Where(state => met.Contains(state.Register));
    }

    // For each byte of the access that lies in the register: its place in the access, and the lowest bit of the register that it holds.
    private static IEnumerable<(int Place, int Bit)> LanesOf(ReferenceRegister register, ulong offset, int width)
    {
        for (int place = 0; place < width; place++)
        {
            long inside = (long)offset + place - register.Offset;
            if (inside >= 0 && inside < register.Size)
            {
                yield return (place, register.BitOf((int)inside));
            }
        }
    }

    private bool CheckResult(string member, ulong offset, int width, AccessResult result)
    {
        IReadOnlyList<AccessResult> refusals = _bank.Refusals(offset, width, _hasCapability);
        _scope.Holds(
            member,
            refusals.Count == 0 ? result == AccessResult.Done : refusals.Contains(result),
            Situation,
            refusals.Count == 0 ? nameof(AccessResult.Done) : string.Join(" or ", refusals),
            () => result.ToString());
        return refusals.Count == 0;
    }

    private void CompareStates(IEnumerable<ReferenceState> states)
    {
        foreach (ReferenceState state in states)
        {
            ReferenceRegister register = state.Register;
            if (register.Capability is { } capability && !_hasCapability(capability))
            {
                continue;
            }

            object value = _scope.Run(register.Name, () => register.Accessor.Get(_subject.Boxed, register.Index), Situation);
            BigInteger number = register.Codec.ToNumber(value);
            var actual = BitImage.FromNumber(number.Sign < 0 ? number + BigInteger.Pow(2, register.Bits.Count) : number, register.Bits.Count);
            var expected = new BitImage(actual.Size);
            for (int bit = 0; bit < actual.Size; bit++)
            {
                actual[bit] = actual[bit] && state.IsDefined(bit);
                expected[bit] = state[bit] && state.IsDefined(bit);
            }

            _scope.SameBytes(register.Name, expected.ToBytes(ByteOrder.BigEndian), actual.ToBytes(ByteOrder.BigEndian), () => "after " + Situation());
        }
    }

    private bool Set(BankStep.Store store)
    {
        ReferenceRegister register = _bank.Registers[store.Register];
        BigInteger number = store.Value.ToNumber();
        register.Accessor.Set(_subject.Boxed, register.Index, register.Codec.ToObject(number > register.Codec.Maximum ? number - BigInteger.Pow(2, store.Value.Size) : number));
        return true;
    }

    private bool Reset(string? kind)
    {
        _subject.Reset(kind);
        return true;
    }
}
