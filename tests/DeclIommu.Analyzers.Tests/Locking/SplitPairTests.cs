using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>A lock without contracts of which one member holds one half: that wants a contract, and is information.</summary>
public sealed class SplitPairTests
{
    [Fact]
    public Task A_lock_of_the_caller_may_be_let_go_around_a_call_if_it_is_taken_again_whatever_happens() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();

            void CallOut(Action action)
            {
                Monitor.Exit(_gate);
                try { action(); }
                finally { Monitor.Enter(_gate); }
            }
        }
        """);

    [Fact]
    public Task A_lock_that_is_taken_again_only_if_the_call_returns_is_none_of_the_kind() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();

            void CallOut(Action action)
            {
                {|DIL0007:Monitor.Exit(_gate)|};
                action();
                Monitor.Enter(_gate);
            {|DIL0008:}|}
        }
        """);

    [Fact]
    public Task Another_lock_that_a_finally_takes_excuses_nothing() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();
            private readonly object _other = new();

            void CallOut(Action action)
            {
                {|DIL0007:Monitor.Exit(_gate)|};
                try { action(); }
                finally { lock (_other) { } }
            }
        }
        """);
}
