using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>The shapes of the language around locks.</summary>
public sealed class ShapeTests
{
    [Fact]
    public Task Nested_finally_blocks_release_in_their_order() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(), _b = new(); [GuardedBy("_a", "_b")] int _x;
         void M(Action f) { Monitor.Enter(_a); try { Monitor.Enter(_b); try { f(); _x = 1; } finally { Monitor.Exit(_b); } } finally { Monitor.Exit(_a); } {|DIL0002,DIL0002:_x|} = 2; }
        }
        """);

    [Fact]
    public Task A_goto_back_to_the_acquisition_releases_first() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] int _x;
         void M() { retry: Monitor.Enter(_a); if (_x == 0) { Monitor.Exit(_a); goto retry; } _x = 1; Monitor.Exit(_a); }
        }
        """);

    [Fact]
    public Task Loops_that_try_until_they_hold() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] int _x;
         void M() { while (!Monitor.TryEnter(_a)) Thread.Yield(); try { _x = 1; } finally { Monitor.Exit(_a); } }
         void N() { bool ok; do { ok = Monitor.TryEnter(_a, 10); } while (!ok); _x = 1; Monitor.Exit(_a); }
         void O() { for (int i = 0; i < 3; i++) { if (Monitor.TryEnter(_a)) { _x = i; Monitor.Exit(_a); return; } } }
        }
        """);

    [Fact]
    public Task Switches_hold_case_by_case() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(), _b = new(); [GuardedBy("_a")] int _x; [GuardedBy("_b")] int _y;
         void M(int k) { switch (k) { case 0: lock (_a) { _x = 1; break; } case 1: lock (_b) { _y = 1; goto case 0; } default: {|DIL0002:_x|} = 2; break; } }
         int N(int k) => k switch { 0 => {|DIL0001:_x|}, _ => 1 };
         int O(int k) { lock (_a) return k switch { 0 => _x, > 3 and < 5 => {|DIL0001:_y|}, _ => 1 }; }
        }
        """);

    [Fact]
    public Task Patterns_read_under_the_lock() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] object _o = new();
         int M() { lock (_a) { if (_o is string { Length: > 3 } s) return s.Length; } return {|DIL0001:_o|} is int i ? i : 0; }
        }
        """);

    [Fact]
    public Task A_null_conditional_access_is_of_the_other_object() => AnalyzerRun.VerifyAsync("""
        class C { public readonly object Gate = new(); [GuardedBy("Gate")] public int X; C _next;
         int? M() { lock (Gate) { return _next?{|DIL0001:.X|}; } }
        }
        """);

    [Fact]
    public Task An_iterator_runs_under_no_lock_of_its_caller() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] int _x; [GuardedBy("_a")] readonly List<int> _l = new();
         IEnumerable<int> M() { lock (_a) { {|DIL0018:yield return _x;|} } }
         IEnumerable<int> N() { int y; lock (_a) { y = _x; } yield return y; }
         IEnumerable<int> O() { foreach (int i in {|DIL0001:_l|}) yield return i; }
         [RequiresLock("_a")] IEnumerable<int> P() { yield return {|DIL0001:_x|}; }
        }
        """);

    [Fact]
    public Task After_an_await_the_lock_is_free() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] int _x;
         async Task M() { lock (_a) { _x = 1; } await Task.Yield(); {|DIL0002:_x|} = 2; }
         async Task N() { Monitor.Enter(_a); _x = 1; {|DIL0018:await Task.Yield()|}; Monitor.Exit(_a); }
        }
        """);

    [Fact]
    public Task Local_functions_run_where_they_are_called() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] int _x;
         void M() { void L() { _x = 1; } lock (_a) { L(); } }
         void N() { void L() { {|DIL0002:_x|} = 1; } L(); }
         void O() { lock (_a) { Action f = L; Task.Run(f); } void L() { {|DIL0002:_x|} = 1; } }
         void P() { lock (_a) { static void S(C c) { {|DIL0002:c._x|} = 1; } S(new C()); } }
         void Q() { Rec(3); void Rec(int n) { lock (_a) { _x = n; } if (n > 0) Rec(n - 1); } }
        }
        """);

    [Fact]
    public Task A_primary_constructor_makes_the_lock() => AnalyzerRun.VerifyAsync("""
        class C(object gate) { readonly object _gate = gate; [GuardedBy("_gate")] int _x = 1;
         int M() { lock (_gate) return _x; } int N() => {|DIL0001:_x|}; }
        """);

    [Fact]
    public Task Records_have_locks() => AnalyzerRun.VerifyAsync("""
        record C(int Y) { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         int M() { lock (_gate) return _x + Y; } int N() => {|DIL0001:_x|}; }
        """);

    [Fact]
    public Task A_copy_of_a_record_shares_the_lock() => AnalyzerRun.VerifyAsync("""
        record C { public readonly object Gate = new(); [GuardedBy("Gate")] public int X { get; init; }
         static C M(C c) => {|DIL0020:c with { X = 3 }|}; }
        """);

    [Fact]
    public Task Static_members_have_static_locks() => AnalyzerRun.VerifyAsync("""
        static class C { static readonly object s_gate = new(); [GuardedBy("s_gate")] static int s_x = 3; static C() { s_x = 4; }
         static int M() { lock (s_gate) return s_x; } static int N() => {|DIL0001:s_x|}; }
        """);

    [Fact]
    public Task Generic_types_have_locks() => AnalyzerRun.VerifyAsync("""
        class C<T> where T : class { readonly object _gate = new(); [GuardedBy("_gate")] T _x;
         T M() { lock (_gate) return _x; } T N() => {|DIL0001:_x|}; void S(C<T> o, T v) { lock (o._gate) o._x = v; } }
        """);

    [Fact]
    public Task Each_construction_of_a_generic_type_has_static_locks_of_its_own() => AnalyzerRun.VerifyAsync("""
        class C<T> { static readonly object s_gate = new(); [GuardedBy("s_gate")] static int s_x;
         static void M() { lock (s_gate) s_x = 1; lock (C<int>.s_gate) C<int>.s_x = 1; } }
        """);

    [Fact]
    public Task Partial_methods_share_their_contract() => AnalyzerRun.VerifyAsync("""
        partial class C { readonly object _gate = new(); [RequiresLock("_gate")] partial void P(); void M() { {|DIL0004:P()|}; } }
        partial class C { [GuardedBy("_gate")] int _x; partial void P() { _x = 1; } }
        """);

    [Fact]
    public Task The_lock_of_an_interface_is_the_property_that_implements_it() => AnalyzerRun.VerifyAsync("""
        interface I { object Gate { get; } [RequiresLock("Gate")] void M(); }
        class C : I { public object Gate { get; } = new(); [GuardedBy("Gate")] int _x; public void M() { _x = 1; } }
        class D { void N(I i) { lock (i.Gate) i.M(); {|DIL0004:i.M()|}; } }
        """);

    [Fact]
    public Task Accessors_have_contracts() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         int X { get { lock (_gate) return _x; } set { lock (_gate) _x = value; } }
         int Y { [RequiresLock("_gate")] get => _x; [RequiresLock("_gate")] set => _x = value; }
         void M() { lock (_gate) Y++; {|DIL0004:Y|} = 2; _ = {|DIL0004:Y|}; X++; } }
        """);

    [Fact]
    public Task Events_are_guarded() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] event Action _e;
         void M(Action a) { lock (_gate) _e += a; {|DIL0002:_e|} += a; Action c; lock (_gate) c = _e; c?.Invoke(); }
         event Action E { add { lock (_gate) _e += value; } remove { lock (_gate) _e -= value; } } }
        """);

    [Fact]
    public Task A_lambda_has_a_contract() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M() { var f = [RequiresLock("_gate")] () => _x = 1; lock (_gate) f(); {|DIL0004:f()|}; } }
        """);

    [Fact]
    public Task A_throw_leaves_the_lock_held() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M(int i) { Monitor.Enter(_gate); if (i < 0) { Monitor.Exit(_gate); throw new ArgumentException(); } _x = i; Monitor.Exit(_gate); }
         void N(int i) { Monitor.Enter(_gate); if (i < 0) {|DIL0009:throw new ArgumentException();|} _x = i; Monitor.Exit(_gate); }
         int O(int? i) { Monitor.Enter(_gate); int r = i ?? {|DIL0009:throw new ArgumentException()|}; Monitor.Exit(_gate); return r; }
        }
        """);

    [Fact]
    public Task A_handler_releases_and_throws_on() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M(Action a) { Monitor.Enter(_gate); try { a(); _x = 1; } catch { Monitor.Exit(_gate); throw; } Monitor.Exit(_gate); }
         void N(Action a) { Monitor.Enter(_gate); try { a(); _x = 1; } catch (InvalidOperationException e) when (e.Message.Length > 0) { _x = 2; } finally { Monitor.Exit(_gate); } }
        }
        """);

    [Fact]
    public Task A_member_of_a_guarded_struct_is_part_of_it() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] (int A, int B) _t;
         void M() { lock (_gate) { _t.A = 1; (_t.A, _t.B) = (2, 3); } {|DIL0002:_t|}.A = 2; var (a, b) = {|DIL0001:_t|}; } }
        """);

    [Fact]
    public Task Reads_of_a_write_guarded_field_are_free_and_atomic_operations_write() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [WriteGuardedBy("_gate")] int _x; [GuardedBy("_gate")] int _y;
         int M() => Volatile.Read(ref _x) + _x; void N() { {|DIL0002:_x|} = 1; lock (_gate) _x = 2; Interlocked.Increment(ref {|DIL0002:_y|}); } }
        """);

    [Fact]
    public Task Any_of_several_locks_lets_read() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(), _b = new(); [GuardedByAny("_a", "_b")] int _x;
         int M() { lock (_a) return _x; } int N() { lock (_b) return _x; } void O() { lock (_a) lock (_b) _x = 1; } void P() { lock (_a) {|DIL0002:_x|} = 1; } int Q() => {|DIL0001:_x|}; }
        """);

    [Fact]
    public Task The_object_behind_a_reference_is_guarded() => AnalyzerRun.VerifyAsync("""
        class Node { public int V; public Node Next; }
        class C { readonly object _a = new(); [PointeeGuardedBy("_a")] readonly Node _n = new();
         void M() { lock (_a) _n.V = 1; {|DIL0003:_n|}.V = 2; var n = _n; {|DIL0003:n|}.V = 3; lock (_a) n.V = 4; _ = _n == null; } }
        """);

    [Fact]
    public Task A_reference_that_changes_leads_to_another_lock() => AnalyzerRun.VerifyAsync("""
        class C { public readonly object Gate = new(); [GuardedBy("Gate")] public int X; C _o = null;
         void M() { lock (_o.Gate) { _o.X = 1; _o = new C(); {|DIL0002:_o.X|} = 2; } } }
        """);

    [Fact]
    public Task A_local_function_has_a_contract() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M() { lock (_gate) L(); {|DIL0004:L()|}; [RequiresLock("_gate")] void L() { _x = 1; } } }
        """);

    [Fact]
    public Task Deconstruction_and_out_arguments_write() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; bool M(string s) { lock (_gate) return int.TryParse(s, out _x); } bool N(string s) => int.TryParse(s, out {|DIL0020:_x|}); }
        """);

    [Fact]
    public Task The_lock_of_a_base_class_is_the_same_lock() => AnalyzerRun.VerifyAsync("""
        class B { protected readonly object Gate = new(); [GuardedBy("Gate")] protected int X; }
        class C : B { void M() { lock (Gate) X = 1; {|DIL0002:X|} = 1; lock (base.Gate) base.X = 1; } }
        """);

    [Fact]
    public Task All_locks_of_an_array_are_taken_and_given_back_in_loops() => AnalyzerRun.VerifyAsync("""
        class C { public readonly object Gate = new(); [GuardedBy("Gate")] public int X;
         static void M(C[] cs) { foreach (var c in cs) Monitor.Enter(c.Gate); foreach (var c in cs) Monitor.Exit(c.Gate); } }
        """);

    [Fact]
    public Task A_continue_must_not_skip_the_release() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _g = new(); void M(int[] a) { {|DIL0012:foreach|} (int i in a) { Monitor.Enter(_g); if (i == 0) continue; Monitor.Exit(_g); } } }
        """);
}
