using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

public sealed class GuardedMemberTests
{
    [Fact]
    public Task A_field_read_or_written_outside_its_lock_is_reported() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            int Read() => {|DIL0001:_x|};
            void Write() { {|DIL0002:_x|} = 1; }
            void Increment() { {|DIL0002:_x|}++; {|DIL0002:_x|} += 2; }
            int Good() { lock (_gate) { _x = 3; return _x; } }
            void After() { lock (_gate) { _x = 3; } {|DIL0002:_x|} = 4; }
        }
        """);

    [Fact]
    public Task The_lock_statement_holds_a_Lock_object_whether_nullable_is_on_or_off() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly Lock _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            int Good() { lock (_gate) { if (_x > 0) return _x; _x++; } return 0; }
            int Scoped() { using (_gate.EnterScope()) { return _x; } }
            int ScopedDeclaration() { using var scope = _gate.EnterScope(); return _x; }
            int After() { lock (_gate) { _x++; } return {|DIL0001:_x|}; }
            int AfterScope() { using (_gate.EnterScope()) { _x = 1; } return {|DIL0001:_x|}; }
            void Explicit() { _gate.Enter(); try { _x = 1; } finally { _gate.Exit(); } }
            void Try() { if (_gate.TryEnter()) { try { _x = 1; } finally { _gate.Exit(); } } }
        }
        """);

    [Fact]
    public Task The_lock_of_another_object_does_not_count() => AnalyzerRun.VerifyAsync("""
        class C
        {
            public readonly object Gate = new();
            [GuardedBy("Gate")] public int X;

            void M(C other) { lock (Gate) { X = 1; {|DIL0002:other.X|} = 2; } }
            void N(C other) { lock (other.Gate) { other.X = 1; {|DIL0002:X|} = 2; } }
            void Alias(C other) { var gate = other.Gate; lock (gate) { other.X = 1; } }
            void Loop(C[] all) { foreach (C c in all) { lock (c.Gate) { c.X = 1; } } }
        }
        """);

    [Fact]
    public Task A_shared_lock_lets_read_and_not_write() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly ReaderWriterLockSlim _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            int Read() { _gate.EnterReadLock(); try { return _x; } finally { _gate.ExitReadLock(); } }
            void Bad() { _gate.EnterReadLock(); try { {|DIL0002:_x|} = 1; } finally { _gate.ExitReadLock(); } }
            void Upgrade()
            {
                _gate.EnterUpgradeableReadLock();
                try
                {
                    if (_x == 0) { _gate.EnterWriteLock(); try { _x = 1; } finally { _gate.ExitWriteLock(); } }
                }
                finally { _gate.ExitUpgradeableReadLock(); }
            }
        }
        """);

    [Fact]
    public Task The_constructor_is_free_until_the_object_is_known_to_others() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private static C s_last;
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x = 1;

            C() { _x = 2; s_last = this; {|DIL0002:_x|} = 3; }
            C(int x) { _x = x; }
            static C Make() => new C(1) { _x = 3 };
        }
        """);

    [Fact]
    public Task A_call_that_requires_a_lock_needs_it() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            [RequiresLock(nameof(_gate))] private void Increment() => _x++;
            void Good() { lock (_gate) Increment(); }
            void Bad() { {|DIL0004:Increment()|}; }
            [RequiresLock(nameof(_gate))] void Passes() => Increment();
            void Other(C c) { lock (_gate) { {|DIL0004:c.Increment()|}; } }
            [ExcludesLock(nameof(_gate))] void Outside() { lock (_gate) _x++; }
            void Inside() { lock (_gate) { {|DIL0005:Outside()|}; } }
        }
        """);

    [Fact]
    public Task A_condition_asked_twice_is_remembered() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            void M(bool b)
            {
                if (b) Monitor.Enter(_gate);
                Console.WriteLine();
                if (b) { _x = 1; Monitor.Exit(_gate); }
            }

            void Taken()
            {
                bool taken = false;
                try { Monitor.Enter(_gate, ref taken); _x = 1; }
                finally { if (taken) Monitor.Exit(_gate); }
            }
        }
        """);

    [Fact]
    public Task Lambdas_run_under_the_locks_of_where_they_run() => AnalyzerRun.VerifyAsync("""
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            void M(List<int> list)
            {
                lock (_gate)
                {
                    list.ForEach(i => _x += i);
                    Task.Run(() => {|DIL0002:_x|}++);
                    Local();
                }

                void Local() { _x = 1; }
            }
        }
        """);
}
