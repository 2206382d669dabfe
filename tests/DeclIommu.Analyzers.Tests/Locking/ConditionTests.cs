using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Locks that hang on conditions.</summary>
public sealed class ConditionTests
{
    [Fact]
    public Task Seven_conditional_locks_are_told_apart() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly object _a = new(), _b = new(), _c = new(), _d = new(), _e = new(), _f = new(), _g = new();
         void M(bool a, bool b, bool c, bool d, bool e, bool f, bool g) {
          if (a) Monitor.Enter(_a); if (b) Monitor.Enter(_b); if (c) Monitor.Enter(_c); if (d) Monitor.Enter(_d); if (e) Monitor.Enter(_e); if (f) Monitor.Enter(_f); if (g) Monitor.Enter(_g);
          Thread.Yield();
          if (g) Monitor.Exit(_g); if (f) Monitor.Exit(_f); if (e) Monitor.Exit(_e); if (d) Monitor.Exit(_d); if (c) Monitor.Exit(_c); if (b) Monitor.Exit(_b); if (a) Monitor.Exit(_a);
         } }
        """, "DIL0099");

    [Fact]
    public Task Six_tries_are_told_apart() => AnalyzerRun.VerifyInformationAsync("""
        class C { readonly object _a = new(), _b = new(), _c = new(), _d = new(), _e = new(), _f = new();
         void M() {
          bool a = Monitor.TryEnter(_a), b = Monitor.TryEnter(_b), c = Monitor.TryEnter(_c), d = Monitor.TryEnter(_d), e = Monitor.TryEnter(_e), f = Monitor.TryEnter(_f);
          if (a) Monitor.Exit(_a); if (b) Monitor.Exit(_b); if (c) Monitor.Exit(_c); if (d) Monitor.Exit(_d); if (e) Monitor.Exit(_e); if (f) Monitor.Exit(_f);
         } }
        """, "DIL0099");

    [Fact]
    public Task Flags_conjunctions_and_null_checks_are_remembered() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M(int mode) { bool need = mode > 3; if (need) Monitor.Enter(_gate); try { if (need) _x = 1; } finally { if (need) Monitor.Exit(_gate); } }
         void N(string s) { if (s != null) Monitor.Enter(_gate); Thread.Yield(); if (s is not null) { _x = 1; Monitor.Exit(_gate); } }
         void O(int mode) { bool took = false; if (mode > 1) { Monitor.Enter(_gate); took = true; } if (took) { _x = 1; Monitor.Exit(_gate); } }
         void P(bool a, bool b) { if (a && b) Monitor.Enter(_gate); Thread.Yield(); if (a && b) { _x = 1; Monitor.Exit(_gate); } }
         void Q(bool a) { object g = null; if (a) { g = _gate; Monitor.Enter(g); } _ = 1; if (g != null) Monitor.Exit(g); }
        }
        """);

    [Fact]
    public Task Enums_switches_and_comparisons_are_remembered() => AnalyzerRun.VerifyAsync("""
        enum Mode { Off, On }
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M(Mode m) { if (m == Mode.On) Monitor.Enter(_gate); Thread.Yield(); if (m == Mode.On) { _x = 1; Monitor.Exit(_gate); } }
         void N(Mode m) { switch (m) { case Mode.On: Monitor.Enter(_gate); break; } Thread.Yield(); switch (m) { case Mode.On: _x = 1; Monitor.Exit(_gate); break; } }
         void O(int m) { if (m > 2) Monitor.Enter(_gate); Thread.Yield(); if (m > 2) { _x = 1; Monitor.Exit(_gate); } }
        }
        """);

    [Fact]
    public Task The_mode_hangs_on_a_flag() => AnalyzerRun.VerifyAsync("""
        class C { readonly ReaderWriterLockSlim _rw = new(); [GuardedBy("_rw")] int _x;
         int M(bool w) { if (w) _rw.EnterWriteLock(); else _rw.EnterReadLock(); try { if (w) _x = 1; return _x; } finally { if (w) _rw.ExitWriteLock(); else _rw.ExitReadLock(); } } }
        """);

    [Fact]
    public Task A_lock_chosen_by_a_flag_belongs_to_the_object_chosen_by_it() => AnalyzerRun.VerifyAsync("""
        class C { public readonly object Gate = new(); [GuardedBy("Gate")] public int X;
         static void M(C a, C b, bool f) { var c = f ? a : b; lock (c.Gate) { c.X = 1; } }
         static void N(C a, C b, bool f) { var g = f ? a.Gate : b.Gate; lock (g) { if (f) a.X = 1; else b.X = 1; } }
         static void O(C a, C b, bool f) { var g = f ? a.Gate : b.Gate; lock (g) { if (!f) {|DIL0002:a.X|} = 1; } }
        }
        """);
}
