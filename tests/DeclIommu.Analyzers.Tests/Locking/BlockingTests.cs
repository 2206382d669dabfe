using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>DIL0030: under a lock marked NoBlocking nothing waits and no foreign code runs.</summary>
public sealed class BlockingTests
{
    [Fact]
    public Task A_call_that_waits_is_reported_under_the_lock_only() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            [NoBlocking] private readonly object _gate = new();
            private readonly object _slow = new();
            private readonly SemaphoreSlim _free = new(1);
            private readonly ManualResetEventSlim _set = new();

            void M(Task task, Thread thread, Task<int> value)
            {
                lock (_gate)
                {
                    {|DIL0030:Thread.Sleep(1)|};
                    {|DIL0030:task.Wait()|};
                    {|DIL0030:thread.Join()|};
                    {|DIL0030:_set.Wait()|};
                    {|DIL0030:task.GetAwaiter().GetResult()|};
                    _ = {|DIL0030:value.Result|};
                    {|DIL0030:_free.Wait()|};
                    _free.Release();
                    _set.Set();
                }

                lock (_slow) { Thread.Sleep(1); _set.Wait(); }
                Thread.Sleep(1);
            }

            void Explicit()
            {
                Monitor.Enter(_gate);
                try { {|DIL0030:Console.WriteLine()|}; } finally { Monitor.Exit(_gate); }
                Console.WriteLine();
            }
        }
        """,
        "DIL0030");

    [Fact]
    public Task A_callback_is_foreign_code() => AnalyzerRun.VerifyInformationAsync(
        """
        class C
        {
            [NoBlocking] private readonly Lock _gate = new();
            private event Action Changed;

            void M(Action<int> visit, Func<bool> test)
            {
                lock (_gate)
                {
                    {|DIL0030:visit(1)|};
                    if ({|DIL0030:test()|}) return;
                    Changed?{|DIL0030:.Invoke()|};
                    Local();
                }

                visit(2);
                void Local() { }
            }

            [RequiresLock(nameof(_gate))] void Required(Action action) => {|DIL0030:action()|};
        }
        """,
        "DIL0030");
}
