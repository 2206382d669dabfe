using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

public sealed class BalanceTests
{
    private const string Mutex = """
        [Lockable] class Mu
        {
            [AcquiresLock] public void Lock() { }
            [ReleasesLock] public void Unlock() { }
            [TryAcquiresLock(true)] public bool TryLock() => true;
        }

        """;

    [Fact]
    public Task What_is_acquired_is_released_once() => AnalyzerRun.VerifyAsync(Mutex + """
        class C
        {
            private readonly Mu _mu = new();
            [GuardedBy(nameof(_mu))] private int _x;

            void Good() { _mu.Lock(); _x = 1; _mu.Unlock(); }
            void Held() { _mu.Lock(); {|DIL0008:}|}
            void NotHeld() { {|DIL0007:_mu.Unlock()|}; }
            void Double() { _mu.Lock(); {|DIL0006:_mu.Lock()|}; _mu.Unlock(); }
            void Return(int i) { _mu.Lock(); if (i > 0) {|DIL0008:return;|} _mu.Unlock(); }
            void Throw(int i) { _mu.Lock(); if (i > 0) {|DIL0009:throw new Exception();|} _mu.Unlock(); }
            void Join(int i) { if (i > 0) _mu.Lock(); {|DIL0011:{|DIL0007:_mu.Unlock()|}|}; }
            void Loop(int i) { {|DIL0012:while|} (i-- > 0) { _mu.Lock(); } }
        }
        """);

    [Fact]
    public Task A_try_is_asked_for_its_result() => AnalyzerRun.VerifyAsync(Mutex + """
        class C
        {
            private readonly Mu _mu = new();
            [GuardedBy(nameof(_mu))] private int _x;

            void Good() { if (_mu.TryLock()) { _x = 1; _mu.Unlock(); } }
            void Early() { if (!_mu.TryLock()) return; _x = 1; _mu.Unlock(); }
            void Stored() { bool b = _mu.TryLock(); bool c = !b; if (c) return; _x = 1; _mu.Unlock(); }
            void While() { while (_mu.TryLock()) { _x = 1; _mu.Unlock(); } }
            void And(bool a) { if (a && _mu.TryLock()) { _x = 1; _mu.Unlock(); } }
            void Ignored() { {|DIL0014:_mu.TryLock()|}; }
            void Wrong() { if (!_mu.TryLock()) { {|DIL0002:_x|} = 1; } else _mu.Unlock(); }
        }
        """);

    [Fact]
    public Task A_contract_is_kept_at_the_end() => AnalyzerRun.VerifyAsync(Mutex + """
        class C
        {
            private readonly Mu _mu = new();

            [AcquiresLock("_mu")] void Enter() { _mu.Lock(); }
            [AcquiresLock("_mu")] void Forgets() { {|DIL0010:}|}
            [ReleasesLock("_mu")] void Leave() { _mu.Unlock(); }
            [ReleasesLock("_mu")] void Keeps() { {|DIL0008:}|}
            [RequiresLock("_mu")] void Drops() { _mu.Unlock(); {|DIL0010:}|}
            void Use() { Enter(); Leave(); }
            [TryAcquiresLock(true, "_mu")] bool TryEnter() => _mu.TryLock();
            void UseTry() { if (TryEnter()) Leave(); }
        }
        """);

    [Fact]
    public Task What_a_local_function_takes_and_gives_back_itself_is_lost_when_it_throws() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            private readonly object _gate = new();

            void Throws(bool isWrong)
            {
                Inner();

                void Inner() { Monitor.Enter(_gate); if (isWrong) { {|DIL0009:throw new Exception();|} } Monitor.Exit(_gate); }
            }

            void Calls(Action work)
            {
                Inner();

                void Inner() { {|DIL0009:Monitor.Enter(_gate)|}; work(); Monitor.Exit(_gate); }
            }

            void Takes(bool isWrong)
            {
                try
                {
                    Inner();
                }
                finally
                {
                    Monitor.Exit(_gate);
                }

                void Inner() { Monitor.Enter(_gate); if (isWrong) { throw new Exception(); } }
            }
        }
        """,
        "DIL0009");

    [Fact]
    public Task Making_the_exception_that_is_thrown_is_no_call_that_may_throw() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            private readonly object _gate = new();

            void M(bool isWrong) { Monitor.Enter(_gate); if (isWrong) { {|DIL0009:throw new Exception();|} } Monitor.Exit(_gate); }
            void N() { {|DIL0009:Monitor.Enter(_gate)|}; GC.KeepAlive(new Exception()); Monitor.Exit(_gate); }
        }
        """,
        "DIL0009");
}
