using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0029: Monitor.Wait and Pulse.</summary>
public sealed class WaitTests
{
    [Fact]
    public Task A_copy_made_before_the_wait_does_not_decide_a_write_after_it() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] bool _ready; [GuardedBy("_gate")] int _n;
         void A() { lock (_gate) { while (!_ready) Monitor.Wait(_gate); _n = 1; } }
         void B() { lock (_gate) { int n = _n; Monitor.Wait(_gate); _n = {|DIL0029:n|} + 1; } }
        }
        """);

    [Fact]
    public Task A_condition_is_tested_again_after_the_wait() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] bool _ready; [GuardedBy("_gate")] int _n;
         void A() { lock (_gate) { if (!_ready) {|DIL0029:Monitor.Wait(_gate)|}; _n = 1; } }
         bool B() { lock (_gate) { if (!_ready && !{|DIL0029:Monitor.Wait(_gate, 100)|}) return false; _n = 1; return _ready; } }
        }
        """);

    [Fact]
    public Task Signals_need_the_lock() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _g = new(); void M() { {|DIL0029:Monitor.Pulse(_g)|}; lock (_g) Monitor.PulseAll(_g); {|DIL0029:Monitor.Wait(_g, 10)|}; } }
        """);
}
