using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Operators and the accessors of events are called without a call being written: their contracts hold all the same.</summary>
public sealed class ImplicitCallTests
{
    [Theory]
    [InlineData("_total = {|DIL0004:_total + amount|};")]
    [InlineData("_total = {|DIL0004:-_total|};")]
    [InlineData("{|DIL0004:_total += amount|};")]
    [InlineData("{|DIL0004:_total++|};")]
    [InlineData("long value = {|DIL0004:_total|};")]
    [InlineData("lock (Amount.Gate) { _total = -(_total + amount); _total += amount; _total++; long value = _total; }")]
    public Task An_operator_requires_its_lock(string statement) => AnalyzerRun.VerifyAsync($$"""
        struct Amount
        {
            public static readonly object Gate = new();
            [RequiresLock(nameof(Gate))] public static Amount operator +(Amount left, Amount right) => left;
            [RequiresLock(nameof(Gate))] public static Amount operator -(Amount value) => value;
            [RequiresLock(nameof(Gate))] public static Amount operator ++(Amount value) => value;
            [RequiresLock(nameof(Gate))] public static implicit operator long(Amount value) => 0;
        }

        class Account { Amount _total; void Change(Amount amount) { {{statement}} } }
        """);

    [Theory]
    [InlineData("{|DIL0004:bell.Rung += handler|};")]
    [InlineData("lock (bell.Gate) { bell.Rung += handler; }")]
    [InlineData("lock (other.Gate) { {|DIL0004:bell.Rung += handler|}; }")]
    [InlineData("bell.Rung -= handler;")]
    public Task An_accessor_of_an_event_requires_its_lock(string statement) => AnalyzerRun.VerifyAsync($$"""
        class Bell
        {
            public readonly object Gate = new();
            Action? _handlers;
            public event Action Rung { [RequiresLock(nameof(Gate))] add { _handlers += value; } remove { _handlers -= value; } }
        }

        class House { void Hang(Bell bell, Bell other, Action handler) { {{statement}} } }
        """);

    [Fact]
    public Task A_lock_that_an_operator_acquires_is_held_after_it() => AnalyzerRun.VerifyAsync("""
        class Door
        {
            public static readonly object Gate = new();
            [AcquiresLock(nameof(Gate))] public static Door operator !(Door door) { Monitor.Enter(Gate); return door; }
            [ReleasesLock(nameof(Gate))] public static Door operator ~(Door door) { Monitor.Exit(Gate); return door; }
            [GuardedBy(nameof(Gate))] static int s_passed;
            void Pass() { {|DIL0002:s_passed|} = 1; _ = !this; s_passed = 2; _ = ~this; }
        }
        """);
}
