using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0016.</summary>
public sealed class FinalReleaseTests
{
    private const string Table = """
        public abstract class Table
        {
            public readonly Lock Gate = new();
            [ExcludesLock(nameof(Gate))] public abstract void Forget(Mapping mapping);
        }

        [ReferenceCounted]
        public sealed class Mapping(Table table)
        {
            private int _users = 1;
            public Table Table { get; } = table;
            [AcquiresReference] public void Acquire() { if (Interlocked.Increment(ref _users) < 2) { throw new InvalidOperationException(); } }
            [ReleasesReference] public void Release() { if (Interlocked.Decrement(ref _users) == 0) { CleanUp(); } }
            private void CleanUp() => Table.Forget(this);
        }

        """;

    [Fact]
    public Task A_last_release_is_not_made_under_a_lock_that_a_callee_of_the_clean_up_excludes()
        => Verify(Table + "class C { void M([Consumes] Mapping m) { lock (m.Table.Gate) { {|DIR0016:m.Release()|}; } } }");

    [Fact]
    public Task A_release_after_the_lock_or_under_another_is_not_reported()
        => Verify(Table + "class C { readonly Lock _own = new(); int _n; void M([Consumes] Mapping m) { lock (m.Table.Gate) { _n++; } m.Release(); } void N([Consumes] Mapping m) { lock (_own) { m.Release(); } } }");

    [Fact]
    public Task A_release_that_cannot_be_the_last_is_not_reported()
        => Verify(Table + "class C { void M([Consumes] Mapping m) { lock (m.Table.Gate) { m.Acquire(); m.Release(); } m.Release(); } void N(Mapping m) { lock (m.Table.Gate) { m.Acquire(); m.Release(); } } }");

    [Fact]
    public Task What_a_releasing_member_excludes_by_its_own_contract_is_reported_by_the_rule_of_locks_alone()
        => AnalyzerRun.VerifyAsync(Table.Replace("[ReleasesReference]", "[ReleasesReference, ExcludesLock(\"Table.Gate\")]", StringComparison.Ordinal)
            + "class C { void M([Consumes] Mapping m) { lock (m.Table.Gate) { {|DIL0005:m.Release()|}; } } }");

    [Fact]
    public Task A_lock_that_can_be_taken_again_is_only_taken_again_but_another_is_waited_for()
        => Verify("""
            [ReferenceCounted]
            public sealed class Resource : IDisposable
            {
                public static readonly object Monitor = new();
                public static readonly SemaphoreSlim Semaphore = new(1);
                private int _n;

                [ReleasesReference]
                public void Dispose()
                {
                    lock (Monitor) { _n++; }
                    Semaphore.Wait();
                    Semaphore.Release();
                }
            }

            class C
            {
                void M([Consumes] Resource r) { lock (Resource.Monitor) { r.Dispose(); } }
                void N([Consumes] Resource r) { Resource.Semaphore.Wait(); {|DIR0016:r.Dispose()|}; Resource.Semaphore.Release(); }
                void O() { using var r = new Resource(); Resource.Semaphore.Wait(); Resource.Semaphore.Release(); }
            }
            """);

    [Fact]
    public Task A_clean_up_that_takes_its_locks_against_the_declared_order_is_reported()
        => Verify("""
            public sealed class Host
            {
                [AcquiredBefore(nameof(Inner))] public readonly Lock Outer = new();
                public readonly Lock Inner = new();
                public int N;
            }

            [ReferenceCounted]
            public sealed class Domain(Host host)
            {
                public static void Free([Consumes] Domain domain) { lock (domain._host.Outer) { domain._host.N++; } GC.KeepAlive(domain.Release()); }
                private readonly Host _host = host;
                [ReleasesReference] private bool Release() => _host.N == 0;
            }

            class C
            {
                void M(Host host, [Consumes] Domain d) { lock (host.Inner) { {|DIR0016:Domain.Free(d)|}; } }
                void N(Host host, [Consumes] Domain d) { lock (host.Outer) { Domain.Free(d); } }
            }
            """);

    [Fact]
    public Task The_lock_of_what_the_object_knows_may_be_the_one_that_is_held()
        => AnalyzerRun.VerifyInformationAsync(Table + """
            class C
            {
                void M(Table table, [Consumes] Mapping m) { lock (table.Gate) { {|DIR0016:m.Release()|}; } }
            }
            """, "DIR0016");

    [Fact]
    public Task An_object_that_excludes_its_own_lock_may_be_released_under_that_of_another()
        => AnalyzerRun.VerifyInformationAsync("""
            [ReferenceCounted]
            public sealed class Node
            {
                public readonly Lock Gate = new();
                private int _n;
                [ExcludesLock(nameof(Gate))] private void CleanUp() { lock (Gate) { _n++; } }
                [ReleasesReference] public void Release() { if (_n == 0) { CleanUp(); } }
            }

            class C { void M([Borrows] Node first, [Consumes] Node next) { lock (first.Gate) { next.Release(); } } }
            """, "DIR0016");

    [Fact]
    public Task What_a_lambda_of_the_clean_up_does_later_is_not_done_under_the_lock()
        => Verify("""
            [ReferenceCounted]
            public sealed class Resource
            {
                public static readonly SemaphoreSlim Gate = new(1);
                [ReleasesReference] public void Release() => Task.Run(static () => { Gate.Wait(); Gate.Release(); });
            }

            class C { void M([Consumes] Resource r) { Resource.Gate.Wait(); r.Release(); Resource.Gate.Release(); } }
            """);

    [Fact]
    public Task Members_that_call_each_other_come_to_an_end()
        => Verify("""
            [ReferenceCounted]
            public sealed class Resource
            {
                public static readonly SemaphoreSlim Gate = new(1);
                private Resource? _next;
                [ReleasesReference] public void Release() { if (_next != null) { Other(); } }
                private void Other() { if (_next == null) { Release(); } Gate.Wait(); Gate.Release(); }
            }

            class C { void M([Consumes] Resource r) { Resource.Gate.Wait(); {|DIR0016:r.Release()|}; Resource.Gate.Release(); } }
            """);

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(source, "DIR0016");
}
