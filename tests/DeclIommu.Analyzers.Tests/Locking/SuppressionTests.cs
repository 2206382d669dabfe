using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0028: a suppression has a reason, in words and in the code.</summary>
public sealed class SuppressionTests
{
    [Fact]
    public Task A_suppression_without_words_is_reported() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            [{|DIL0028:UncheckedLocking("")|}] int Empty() => _x;
            [{|DIL0028:UncheckedLocking("  ")|}] int Blank() => _x;
            [UncheckedLocking("read for statistics, may be old")] int Reasoned() => _x;
        }
        """,
        "DIL0028");

    [Fact]
    public Task A_suppression_that_suppresses_nothing_is_reported() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            [{|DIL0028:UncheckedLocking("no longer")|}] int Locked() { lock (_gate) return _x; }
            [{|DIL0028:UncheckedLocking("never had to do with locks")|}] int Plain() => 1;
            [UncheckedLocking("hands the lock over")] void Held() { Monitor.Enter(_gate); }
        }
        """,
        "DIL0028");

    [Fact]
    public Task Nothing_is_reported_inside_a_suppression() => AnalyzerRun.VerifyInformationAsync(
        """
        [UncheckedLocking("a snapshot of a stopped machine")]
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            int M() => _x;
            void N() => Monitor.Exit(_gate);
            class Nested { int P(C c) => c._x; }
        }

        class D
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            int Value { [UncheckedLocking("a stale value is as good")] get => _x; set => {|DIL0002:_x|} = value; }
            [UncheckedLocking("a stale value is as good")] int Whole => _x;
        }
        """,
        "DIL0028");
}
