using CsCheck;

namespace DeclIommu.Layouts.Tests.Banks;

public sealed class BankSequenceTests
{
    // One for each thread: making them takes longer than a run.
    private static readonly ThreadLocal<Pair> _pairs = new(static () => new Pair());

    private static readonly Gen<ulong> Data = Gen.Frequency((4, Gen.ULong), (1, Gen.Const(0UL)), (1, Gen.Const(ulong.MaxValue)));

    // Most accesses go to the registers of which there is only one, where the policies meet.
    private static readonly Gen<ulong> Offset = Gen.Frequency((6, Gen.ULong[0, 0x88]), (3, Gen.ULong[0x80, 0x508]), (1, Gen.ULong));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (10, Gen.Select(Gen.OneOf(Gen.Const(StepKind.Read), Gen.Const(StepKind.Write)), Offset, Gen.Frequency((1, Gen.Const(1)), (1, Gen.Const(2)), (2, Gen.Const(4)), (2, Gen.Const(8)), (1, Gen.Int[0, 16])), Data, (kind, offset, width, data) => new Step(kind, offset, width, data))),
        (1, Gen.Select(Gen.Enum<StepKind>(), Data, (kind, data) => new Step(kind, 0, 8, data))));

    private enum StepKind
    {
        Read,
        Write,
        Store,
        Reset,
        ResetWarm,
        ResetCold,
        SetCapabilities,
    }

    [Fact]
    public void Any_sequence_of_accesses_resets_and_capabilities_goes_as_bit_by_bit() =>
        AnyStep.Array[1, 60].Sample(static steps => Run(steps), iter: 1_000);

    private static void Run(Step[] steps)
    {
        Pair pair = _pairs.Value!;
        pair.Start();
        foreach (Step step in steps)
        {
            pair.Do(step);
        }

        pair.AssertSame();
    }

    /// <summary>The generated bank and the oracle side by side.</summary>
    private sealed class Pair
    {
        private readonly BankProbe<MixedBank> _probe = new(default);
        private readonly BankOracle<MixedBank> _oracle;
        private Features _features;

        public Pair() => _oracle = new(name => name == nameof(Features.HasPaging) ? _features.HasPaging : _features.HasLogging);

        public void Start()
        {
            SetCapabilities(default);
            _probe.Bank.Reset();
            _oracle.Reset();
        }

        public void Do(Step step)
        {
            byte[] expected = new byte[step.Width];
            BitConverter.GetBytes(step.Data).AsSpan(0, Math.Min(step.Width, 8)).CopyTo(expected);
            byte[] actual = [.. expected];
            switch (step.Kind)
            {
                case StepKind.Read:
                    Assert.Equal(_oracle.Read(step.Offset, expected), _probe.Bank.Read(step.Offset, actual));
                    Assert.Equal(expected, actual);
                    break;
                case StepKind.Write:
                    Assert.Equal(_oracle.Write(step.Offset, expected), _probe.Bank.Write(step.Offset, actual));
                    break;
                case StepKind.Store:
                    _probe.Store(_oracle, register => step.Data * (ulong)((2 * register) + 1));
                    break;
                case StepKind.SetCapabilities:
                    SetCapabilities(new Features((step.Data & 1) != 0, (step.Data & 2) != 0));
                    break;
                default:
                    Reset(step.Kind);
                    break;
            }

            _probe.AssertHolds(_oracle, step, step.Offset);
        }

        public void AssertSame() => _probe.AssertHolds(_oracle, "at the end");

        private void Reset(StepKind kind)
        {
            _probe.Invoke((ref MixedBank bank) =>
            {
                switch (kind)
                {
                    case StepKind.ResetWarm:
                        bank.ResetWarm();
                        break;
                    case StepKind.ResetCold:
                        bank.ResetCold();
                        break;
                    default:
                        bank.Reset();
                        break;
                }
            });
            _oracle.Reset(kind switch { StepKind.ResetWarm => "Warm", StepKind.ResetCold => "Cold", _ => string.Empty });
        }

        private void SetCapabilities(Features features)
        {
            _features = features;
            _probe.Invoke((ref MixedBank bank) => bank.Capabilities = features);
        }
    }

    private sealed record Step(StepKind Kind, ulong Offset, int Width, ulong Data)
    {
        public override string ToString() => $"{Kind} of {Width} bytes at 0x{Offset:X} with 0x{Data:X}";
    }
}
