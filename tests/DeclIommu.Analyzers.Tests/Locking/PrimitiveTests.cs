using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Every lock of the framework.</summary>
public sealed class PrimitiveTests
{
    [Fact]
    public Task Lock_is_tried_with_a_timeout() => AnalyzerRun.VerifyAsync("""
        class C { readonly Lock _gate = new(); [GuardedBy("_gate")] int _x;
         void A() { if (_gate.TryEnter(TimeSpan.FromSeconds(1))) { try { _x = 1; } finally { _gate.Exit(); } } }
         void B() { if (!_gate.TryEnter(100)) throw new TimeoutException(); try { _x = 1; } finally { _gate.Exit(); } }
         void D() { if (_gate.TryEnter(100)) _x = 1; {|DIL0011:}|}
         void E() { if (_gate.IsHeldByCurrentThread) _x = 1; }
        }
        """);

    [Fact]
    public Task SpinLock_tells_by_its_flag() => AnalyzerRun.VerifyAsync("""
        class C { SpinLock _gate = new(); [GuardedBy("_gate")] int _x;
         void A() { bool taken = false; try { _gate.Enter(ref taken); _x = 1; } finally { if (taken) _gate.Exit(); } }
         void B() { bool taken = false; _gate.TryEnter(ref taken); if (taken) { _x = 1; _gate.Exit(false); } }
         void D() { bool taken = false; _gate.TryEnter(10, ref taken); if (!taken) return; _x = 1; _gate.Exit(); }
         void E() { bool taken = false; _gate.Enter(ref taken); _x = 1; {|DIL0008:}|}
         void F() { bool taken = false; try { _gate.TryEnter(TimeSpan.Zero, ref taken); {|DIL0002:_x|} = 1; } finally { if (taken) _gate.Exit(); } }
        }
        """);

    [Fact]
    public Task Mutex_is_waited_for_and_released() => AnalyzerRun.VerifyAsync("""
        class C { readonly Mutex _gate = new(); [GuardedBy("_gate")] int _x;
         void A() { _gate.WaitOne(); try { _x = 1; } finally { _gate.ReleaseMutex(); } }
         void B() { if (_gate.WaitOne(100)) { try { _x = 1; } finally { _gate.ReleaseMutex(); } } }
         void D() { if (!_gate.WaitOne(TimeSpan.FromSeconds(1), false)) return; try { _x = 1; } finally { _gate.ReleaseMutex(); } }
         void E() { {|DIL0007:_gate.ReleaseMutex()|}; }
         void F() { _gate.WaitOne(); _x = 1; {|DIL0008:}|}
        }
        """);

    [Fact]
    public Task ReaderWriterLockSlim_has_three_modes() => AnalyzerRun.VerifyAsync("""
        class C { readonly ReaderWriterLockSlim _rw = new(); [GuardedBy("_rw")] int _x;
         int A() { _rw.EnterUpgradeableReadLock(); try { if (_x > 0) { _rw.EnterWriteLock(); try { _x++; } finally { _rw.ExitWriteLock(); } } return _x; } finally { _rw.ExitUpgradeableReadLock(); } }
         void B() { _rw.EnterReadLock(); try { {|DIL0013:_rw.EnterWriteLock()|}; _x = 1; _rw.ExitWriteLock(); } finally { _rw.ExitReadLock(); } }
         void D() { if (_rw.TryEnterReadLock(10)) { try { _ = _x; } finally { _rw.ExitReadLock(); } } }
         void E() { if (_rw.TryEnterUpgradeableReadLock(10)) { try { if (_rw.TryEnterWriteLock(10)) { _x = 2; _rw.ExitWriteLock(); } } finally { _rw.ExitUpgradeableReadLock(); } } }
         void F() { _rw.EnterReadLock(); {|DIL0013:_rw.ExitWriteLock()|}; }
         void G() { if (_rw.IsWriteLockHeld) _x = 1; }
         void H() { _rw.EnterUpgradeableReadLock(); try { {|DIL0002:_x|} = 1; } finally { _rw.ExitUpgradeableReadLock(); } }
         void I() { _rw.EnterUpgradeableReadLock(); _rw.EnterReadLock(); _rw.ExitUpgradeableReadLock(); _ = _x; _rw.ExitReadLock(); }
        }
        """);

    [Fact]
    public Task The_scope_of_a_Lock_ends_where_it_is_disposed() => AnalyzerRun.VerifyAsync("""
        class C { readonly Lock _gate = new(); [GuardedBy("_gate")] int _x;
         void M() { using var s = _gate.EnterScope(); _x = 1; }
         void N() { var s = _gate.EnterScope(); try { _x = 1; } finally { s.Dispose(); } {|DIL0002:_x|} = 2; }
         void O() { { using var s = _gate.EnterScope(); } {|DIL0002:_x|} = 1; }
         void P() { _gate.EnterScope().Dispose(); {|DIL0002:_x|} = 1; }
        }
        """);

    [Fact]
    public Task A_scope_of_ones_own_manages_a_lock_of_ones_own() => AnalyzerRun.VerifyAsync("""
        [Lockable] class Mu { [AcquiresLock] public void Lock() { } [ReleasesLock] public void Unlock() { } }
        [ScopedLock] ref struct Hold { [AcquiresLock("m")] public Hold(Mu m) { } public void Dispose() { } }
        class C { readonly Mu _mu = new(); [GuardedBy("_mu")] int _x;
         void M() { using var h = new Hold(_mu); _x = 1; } void N() { using (new Hold(_mu)) { _x = 1; } {|DIL0002:_x|} = 1; } }
        """);

    [Fact]
    public Task A_getter_may_return_the_lock() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [ReturnsLock("_gate")] public object Sync => _gate; [ReturnsLock("_gate")] public object Get() => _gate; [GuardedBy("_gate")] public int X;
         void M(C c) { lock (c.Sync) c.X = 1; lock (c.Get()) c.X = 1; lock (Sync) X = 1; lock (Sync) {|DIL0002:c.X|} = 1; } }
        """);

    [Fact]
    public Task Who_asserts_that_the_lock_is_held_may_go_on() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); readonly Lock _l = new(); [GuardedBy("_gate")] int _x; [GuardedBy("_l")] int _y;
         void M() { System.Diagnostics.Debug.Assert(Monitor.IsEntered(_gate)); _x = 1; }
         void N() { if (!_l.IsHeldByCurrentThread) throw new InvalidOperationException(); _y = 1; }
         [AssertsLockHeld("_gate")] void Check() { } void O() { Check(); _x = 1; } }
        """);
}
