using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0020: what leads to a guarded collection, or shows it, stays under the lock.</summary>
public sealed class EscapeTests
{
    [Fact]
    public Task A_guarded_list_does_not_leave_under_another_type() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] readonly List<int> _l = new();
         IReadOnlyList<int> A() { lock (_gate) return {|DIL0020:_l|}; }
         IEnumerable<int> B { get { lock (_gate) return {|DIL0020:_l|}; } }
         IReadOnlyList<int> Cc() { lock (_gate) return {|DIL0020:_l.AsReadOnly()|}; }
         List<int> D() { lock (_gate) return _l.ToList(); }
         int[] E() { lock (_gate) return _l.ToArray(); }
         int F() { lock (_gate) return _l.Count; }
         int G() { lock (_gate) return _l[0]; }
         object H() { lock (_gate) return {|DIL0020:_l|}; }
         IEnumerable<int> I() { lock (_gate) return {|DIL0020:_l.Where(x => x > 1)|}; }
         IEnumerable<int> J() { lock (_gate) return _l.Where(x => x > 1).ToList(); }
         IReadOnlyList<int> K(bool b) { lock (_gate) return {|DIL0020:b ? _l : new List<int>()|}; }
         IReadOnlyList<int> L() { lock (_gate) { var t = _l; return {|DIL0020:t|}; } }
         List<int> M() { lock (_gate) return new List<int>(_l); }
         List<int>.Enumerator N() { lock (_gate) return {|DIL0020:_l.GetEnumerator()|}; }
         int O() { lock (_gate) return _l.Where(x => x > 1).First(); }
         bool P() { lock (_gate) return _l.Any(); }
        }
        """);

    [Fact]
    public Task Keys_and_values_of_a_guarded_dictionary_show_it() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] readonly Dictionary<int, string> _d = new();
         Dictionary<int, string>.ValueCollection A() { lock (_gate) return {|DIL0020:_d.Values|}; }
         IEnumerable<int> B() { lock (_gate) return {|DIL0020:_d.Keys|}; }
         string[] Cc() { lock (_gate) return _d.Values.ToArray(); }
         string D() { lock (_gate) return _d[1]; }
         bool E(out string s) { lock (_gate) return _d.TryGetValue(1, out s); }
         IEnumerable<string> F() { lock (_gate) return {|DIL0020:from p in _d where p.Key > 1 select p.Value|}; }
        }
        """);

    [Fact]
    public Task A_span_over_a_guarded_array_is_the_array() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] readonly int[] _a = new int[4];
         Span<int> A() { lock (_gate) return {|DIL0020:_a|}; }
         Span<int> B() { lock (_gate) return {|DIL0020:_a.AsSpan()|}; }
         Memory<int> Cc() { lock (_gate) return {|DIL0020:_a.AsMemory(1)|}; }
         ReadOnlySpan<int> D() { lock (_gate) return {|DIL0020:_a.AsSpan(1, 2)|}; }
         int[] E() { lock (_gate) return (int[])_a.Clone(); }
         int F() { lock (_gate) return _a[1]; }
         int G() { lock (_gate) return _a.Length; }
         ArraySegment<int> H() { lock (_gate) return {|DIL0020:new ArraySegment<int>(_a)|}; }
         int[] I() { lock (_gate) return _a[1..2]; }
         Span<int> J() { lock (_gate) return {|DIL0020:_a.AsSpan().Slice(1)|}; }
        }
        """);

    [Fact]
    public Task The_caller_who_holds_the_lock_may_have_the_collection() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] readonly List<int> _l = new();
         [RequiresLock("_gate")] IReadOnlyList<int> A() => _l;
         [RequiresLock("_gate")] IEnumerable<int> B() => _l.Where(x => x > 1);
        }
        """);

    [Fact]
    public Task A_variable_filled_under_the_lock_still_leads_to_the_collection() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _a = new(); [GuardedBy("_a")] readonly List<int> _l = new();
         int M() { int s = 0; lock (_a) foreach (int i in _l) s += i; return s; }
         int N() { List<int> c; lock (_a) c = _l; int s = 0; foreach (int i in {|DIL0020:c|}) s += i; return s; } }
        """);

    [Fact]
    public Task A_reference_to_a_guarded_field_is_the_field() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M() { lock (_gate) { ref int r = ref _x; r = 1; } }
         void N() { ref int r = ref _x; {|DIL0002:r|} = 1; } }
        """);

    [Fact]
    public Task A_pointer_to_a_guarded_field_is_the_field() => AnalyzerRun.VerifyAsync("""
        unsafe class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; void M() { fixed (int* p = &{|DIL0020:_x|}) *p = 1; } }
        """);
}
