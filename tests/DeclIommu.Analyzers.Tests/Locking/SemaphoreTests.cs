using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Semaphores as locks, waited for or awaited.</summary>
public sealed class SemaphoreTests
{
    [Fact]
    public Task Awaiting_the_semaphore_acquires_it_and_nothing_can_throw_in_between() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly SemaphoreSlim _gate = new(1); [GuardedBy("_gate")] int _x;
         async Task M() { await _gate.WaitAsync(); try { _x = 1; await Task.Yield(); _x = 2; } finally { _gate.Release(); } }
         async Task N(CancellationToken t) { await _gate.WaitAsync(t).ConfigureAwait(false); try { _x = 1; } finally { _gate.Release(); } }
         async Task O() { if (!await _gate.WaitAsync(100)) return; try { _x = 1; } finally { _gate.Release(); } }
         async Task P() { if (await _gate.WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false)) { try { _x = 1; } finally { _gate.Release(); } } }
         void Q() { _gate.Wait(); try { _x = 1; } finally { _gate.Release(); } }
         async Task R() { bool ok = await _gate.WaitAsync(5); if (ok) { try { _x = 1; } finally { _gate.Release(); } } }
         async Task S() { Task t = _gate.WaitAsync(); await t; try { _x = 1; } finally { _gate.Release(); } }
         async ValueTask T() { await _gate.WaitAsync(); _x = 1; _gate.Release(); }
         async Task U() { await _gate.WaitAsync(); _x = 1; {|DIL0008:}|}
        }
        """, "DIL0009");

    [Fact]
    public Task An_await_inside_a_condition_keeps_the_semaphore() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly SemaphoreSlim _s = new(1); readonly object _o = new(); [GuardedBy("_s")] int _x;
         async Task<int> M(bool b) { await _s.WaitAsync(); try { return b ? await Task.FromResult(_x) : _x; } finally { _s.Release(); } } }
        """, "DIL0009");

    [Fact]
    public Task An_async_stream_is_read_under_the_semaphore() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly SemaphoreSlim _s = new(1); [GuardedBy("_s")] int _x; async Task M(IAsyncEnumerable<int> e) { await _s.WaitAsync(); try { await foreach (var i in e) _x += i; } finally { _s.Release(); } } }
        """, "DIL0009");

    [Fact]
    public Task An_async_iterator_holds_the_semaphore() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly SemaphoreSlim _s = new(1); [GuardedBy("_s")] int _x; async IAsyncEnumerable<int> M() { await _s.WaitAsync(); try { yield return _x; } finally { _s.Release(); } } }
        """, "DIL0009");

    [Fact]
    public Task Waiting_twice_waits_for_ever() => AnalyzerRun.VerifyAsync("""
        class C { readonly SemaphoreSlim _s = new(1); [GuardedBy("_s")] int _x; SpinLock _sp;
         void M() { _s.Wait(); {|DIL0006:_s.Wait()|}; _x = 1; _s.Release(); }
         void N() { bool t = false, u = false; _sp.Enter(ref t); {|DIL0006:_sp.Enter(ref u)|}; _sp.Exit(); } }
        """);
}
