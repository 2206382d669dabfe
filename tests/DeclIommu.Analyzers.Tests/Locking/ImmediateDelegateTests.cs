using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Which calls run a delegate under the locks of the caller.</summary>
public sealed class ImmediateDelegateTests
{
    [Fact]
    public Task A_delegate_that_a_list_keeps_does_not_run_under_the_lock() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; readonly List<Action> _l = new();
         void M() { lock (_gate) { _l.Add(() => {|DIL0002:_x|} = 1); } } }
        """);

    [Fact]
    public Task Methods_of_a_list_that_run_their_delegate_run_it_under_the_lock() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; readonly List<int> _l = new();
         void M() { lock (_gate) { _l.ForEach(i => _x = i); _l.RemoveAll(i => i == _x); _l.Sort((a, b) => a - b + _x); _ = _l.Exists(i => i == _x); _ = _l.FindAll(i => i == _x); _ = _l.ConvertAll(i => i + _x); _ = _l.Find(i => i == _x); _ = _l.TrueForAll(i => i == _x); _ = _l.FindIndex(i => i == _x);} } }
        """);

    [Fact]
    public Task Every_collection_of_delegates_keeps_them() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; readonly HashSet<Action> _h = new(); readonly LinkedList<Action> _ll = new(); readonly Dictionary<int, Action> _d = new(); readonly Queue<Action> _q = new();
         void M() { lock (_gate) { _h.Add(() => {|DIL0002:_x|} = 1); _ll.AddLast(() => {|DIL0002:_x|} = 1); _d.Add(1, () => {|DIL0002:_x|} = 1); _d[2] = () => {|DIL0002:_x|} = 1; _q.Enqueue(() => {|DIL0002:_x|} = 1); } } }
        """);

    [Fact]
    public Task Inserting_searching_and_adding_a_range_run_nothing() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; readonly List<Func<int>> _l = new();
         void M() { lock (_gate) { _l.Insert(0, () => {|DIL0001:_x|}); _l.Contains(() => {|DIL0001:_x|}); _l.AddRange(new Func<int>[] { () => {|DIL0001:_x|} }); } } }
        """);

    [Fact]
    public Task A_query_runs_its_lambdas_where_it_is_enumerated() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x; [GuardedBy("_gate")] readonly List<int> _l = new();
         int M() { lock (_gate) { return _l.Where(i => i > _x).Sum(); } }
         bool N() { lock (_gate) { return _l.Any(i => i > _x) && _l.Count(i => i == _x) > 1 && _l.OrderBy(i => i - _x).First() > 1; } }
         IEnumerable<int> O() { lock (_gate) { return {|DIL0020:_l.Where(i => i > {|DIL0001:_x|})|}; } }
         int P() { lock (_gate) { var q = _l.Where(i => i > _x); return q.Sum(); } } }
        """);

    [Fact]
    public Task A_parallel_loop_runs_on_threads_that_hold_nothing() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M() { lock (_gate) { Parallel.For(0, 3, i => { {|DIL0002:_x|} += i; }); } } }
        """);

    [Fact]
    public Task A_registration_runs_later() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         void M(CancellationToken t) { lock (_gate) { t.Register(() => { lock (_gate) _x = 1; }); } t.Register(static s => { var c = (C)s!; {|DIL0002:c._x|} = 1; }, this); } }
        """);

    [Fact]
    public Task An_annotated_parameter_runs_its_delegate_at_once() => AnalyzerRun.VerifyAsync("""
        class C { readonly object _gate = new(); [GuardedBy("_gate")] int _x;
         static void Run([InvokedImmediately] Action a) => a();
         void M() { lock (_gate) Run(() => _x = 1); Run(() => {|DIL0002:_x|} = 1); } }
        """);
}
