using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0011.</summary>
public sealed class RevivalTests
{
    private const string Mapping = """
        [ReferenceCounted]
        public abstract class Mapping
        {
            [AcquiresReference] public abstract void Acquire();
            [TryAcquiresReference(true)] public abstract bool TryAcquire();
            [ReleasesReference] public abstract void Release();
        }

        """;

    [Theory]
    [InlineData("_map.TryGetValue(1, out Mapping? mapping)")]
    [InlineData("_map.GetOrAdd(1, static _ => null!) is { } mapping")]
    [InlineData("_map[1] is { } mapping")]
    [InlineData("_volatile is { } mapping")]
    [InlineData("Volatile.Read(ref _plain) is { } mapping")]
    [InlineData("_weak.TryGetTarget(out Mapping? mapping)")]
    public async Task What_was_found_where_nobody_holds_it_is_not_acquired_blindly(string find)
        => await AnalyzerRun.VerifyAsync(Mapping + $$"""
            public sealed class C
            {
                private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Mapping> _map = new();
                private readonly WeakReference<Mapping> _weak = new(null!);
                private volatile Mapping? _volatile;
                private Mapping? _plain;

                public void Wrong()
                {
                    if ({{find}})
                    {
                        {|DIR0011:mapping.Acquire()|};
                        mapping.Release();
                    }
                }

                public void Right()
                {
                    if ({{find}} && mapping.TryAcquire())
                    {
                        mapping.Release();
                    }
                }

                public object?[] All() => [_map, _weak, _volatile = null, _plain];
            }
            """, "DIR0011");

    [Fact]
    public async Task What_is_lent_under_a_lock_is_acquired_under_it()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class Table
            {
                public readonly object Gate = new();
                [BorrowedWhile(nameof(Gate))] public abstract Mapping Find(int id);
            }

            public sealed class C
            {
                public void Wrong(Table table)
                {
                    Mapping mapping;
                    lock (table.Gate)
                    {
                        mapping = table.Find(1);
                    }

                    {|DIR0011:mapping.Acquire()|};
                    mapping.Release();
                }

                public void Right(Table table)
                {
                    Mapping mapping;
                    lock (table.Gate)
                    {
                        mapping = table.Find(1);
                        mapping.Acquire();
                    }

                    mapping.Release();
                }
            }
            """, "DIR0011");

    [Fact]
    public async Task Who_has_a_reference_or_was_lent_one_may_take_another()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class C
            {
                private readonly object _gate = new();
                private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Mapping> _map = new();
                private Mapping? _field;

                [ReturnsOwned] protected abstract Mapping Make();
                [ReturnsBorrowed] protected abstract Mapping Current();

                public void M(Mapping lent)
                {
                    Mapping owned = Make();
                    owned.Acquire();
                    owned.Release();
                    owned.Release();
                    Mapping current = Current();
                    current.Acquire();
                    current.Release();
                    lent.Acquire();
                    lent.Release();
                    _field?.Acquire();
                }

                public void UnderALock()
                {
                    lock (_gate)
                    {
                        if (_map.TryGetValue(1, out Mapping? mapping))
                        {
                            mapping.Acquire();
                            mapping.Release();
                        }
                    }
                }
            }
            """, "DIR0011");

    [Theory]
    [InlineData("Interlocked.Increment(ref _users)")]
    [InlineData("Interlocked.Add(ref _users, 1)")]
    [InlineData("_users++")]
    [InlineData("++_users")]
    [InlineData("_users += 1")]
    public async Task A_count_is_not_incremented_without_a_look_at_zero(string increment)
        => await AnalyzerRun.VerifyAsync(Counted($"public void M() => {{|DIR0011:{increment}|}};"), "DIR0011");

    [Theory]
    [InlineData("public C(int _) => _users++;")]
    [InlineData("public bool M() => Interlocked.Increment(ref _users) > 1;")]
    [InlineData("public void M() { if (_users == 0) { throw new InvalidOperationException(); } _users++; }")]
    [InlineData("public bool M() { int users = Volatile.Read(ref _users); return users != 0 && Interlocked.CompareExchange(ref _users, users + 1, users) == users; }")]
    [InlineData("private int _other; public void M() => Interlocked.Increment(ref _other);")]
    public async Task A_count_that_is_looked_at_or_new_or_no_count_is_not_reported(string member)
        => await AnalyzerRun.VerifyAsync(Counted(member), "DIR0011");

    [Fact]
    public async Task A_counter_of_a_type_that_is_not_counted_is_not_reported()
        => await AnalyzerRun.VerifyAsync(Counted("public void M() => Interlocked.Increment(ref _users);").Replace("[ReferenceCounted]", "", StringComparison.Ordinal).Replace("[ReleasesReference] ", "", StringComparison.Ordinal), "DIR0011");

    private static string Counted(string member) => $$"""
        [ReferenceCounted]
        public sealed class C
        {
            private int _users = 1;
            public C() { }
            [ReleasesReference] public void Release() { if (Interlocked.Decrement(ref _users) == 0) { Console.WriteLine(); } }
            {{member}}
        }
        """;
}
