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

    [Theory]
    [InlineData("public void M() { if (_users == 0) { Console.WriteLine(); } {|DIR0011:_users++|}; }")]
    [InlineData("public void M() { if (_users == 0) { {|DIR0011:_users++|}; } }")]
    [InlineData("public void M() { if (_users < 100) { {|DIR0011:_users++|}; } }")]
    [InlineData("public void M() { if (_users == 0) { return; } Release(); _users = 0; {|DIR0011:_users++|}; }")]
    [InlineData("public void M() { if (_users == 0) { return; } _users--; {|DIR0011:_users++|}; }")]
    [InlineData("public void M() { {|DIR0011:_users = _users + 1|}; }")]
    [InlineData("public void M() { int users = _users; int more = users + 1; {|DIR0011:_users = more|}; }")]
    [InlineData("public void M() { int users = _users; if (users == 0) { users = 5; } {|DIR0011:_users++|}; }")]
    [InlineData("public void M() { ref int users = ref _users; {|DIR0011:users++|}; }")]
    [InlineData("public void M() { if (Interlocked.Increment(ref _users) > 1000) { throw new InvalidOperationException(); } }", "Interlocked.Increment(ref _users)")]
    [InlineData("public void M() { int now = Interlocked.Increment(ref _users); Console.WriteLine(now); }", "Interlocked.Increment(ref _users)")]
    [InlineData("public void M() { int users; do { users = _users; } while (Interlocked.CompareExchange(ref _users, users + 1, users) != users); }", "Interlocked.CompareExchange(ref _users, users + 1, users)")]
    [InlineData("public bool M() { int users = _users; if (users == 0) { return false; } while (true) { int before = Interlocked.CompareExchange(ref _users, users + 1, users); if (before == users) { return true; } users = before; } }", "Interlocked.CompareExchange(ref _users, users + 1, users)")]
    [InlineData("public bool M() { int users = Volatile.Read(ref _users); return users == 0 && Interlocked.CompareExchange(ref _users, users + 1, users) == users; }", "Interlocked.CompareExchange(ref _users, users + 1, users)")]
    public async Task A_look_that_does_not_keep_the_increment_from_zero_is_none(string member, string? at = null)
        => await AnalyzerRun.VerifyAsync(Counted(at is null ? member : member.Replace(at, "{|DIR0011:" + at + "|}", StringComparison.Ordinal)), "DIR0011");

    [Theory]
    [InlineData("public bool M() { if (_users != 0) { _users++; return true; } return false; }")]
    [InlineData("public bool M() { if (_users <= 0) { return false; } _users += 1; return true; }")]
    [InlineData("public void M() { int users = _users; if (users == 0) { return; } _users++; }")]
    [InlineData("public void M() { int users = _users; if (users is 0 or < 0) { return; } _users = users + 1; }")]
    [InlineData("public void M() { bool isAlive = _users > 0; if (!isAlive) { return; } _users++; }")]
    [InlineData("public void M() { System.Diagnostics.Debug.Assert(_users > 0); _users++; }")]
    [InlineData("private int Users => Volatile.Read(ref _users); public void M() { if (Users == 0) { throw new InvalidOperationException(); } _users++; }")]
    [InlineData("public void M() { switch (_users) { case 0: return; default: _users++; break; } }")]
    [InlineData("public void M() { ref int users = ref _users; if (users != 0) { users++; } }")]
    [InlineData("public void M() { int now = Interlocked.Increment(ref _users); if (now == 1) { throw new InvalidOperationException(); } }")]
    [InlineData("public void M() { if (++_users == 1) { throw new InvalidOperationException(); } }")]
    [InlineData("public bool M() { int users; do { users = _users; if (users == 0) { return false; } } while (Interlocked.CompareExchange(ref _users, users + 1, users) != users); return true; }")]
    [InlineData("public bool M() { for (int users = _users; users != 0;) { int next = users == int.MaxValue ? int.MaxValue : users + 1; int before = Interlocked.CompareExchange(ref _users, next, users); if (before == users) { return true; } users = before; } return false; }")]
    public async Task A_look_that_keeps_the_increment_from_zero_is_followed(string member) => await AnalyzerRun.VerifyAsync(Counted(member), "DIR0011");

    [Theory]
    [InlineData("int left = Interlocked.Decrement(ref _users); if (left != 0) { return; } Console.WriteLine();")]
    [InlineData("_users--; if (_users > 0) { return; } Console.WriteLine();")]
    [InlineData("int users; do { users = _users; } while (Interlocked.CompareExchange(ref _users, users - 1, users) != users); if (users == 1) { Console.WriteLine(); }")]
    [InlineData("switch (Interlocked.Add(ref _users, -1)) { case 0: Console.WriteLine(); break; }")]
    public async Task A_field_is_a_count_where_a_release_looks_whether_it_reached_zero(string release)
        => await AnalyzerRun.VerifyAsync(Counted("public void M() => {|DIR0011:Interlocked.Increment(ref _users)|};").Replace("if (Interlocked.Decrement(ref _users) == 0) { Console.WriteLine(); }", release, StringComparison.Ordinal), "DIR0011");

    [Fact]
    public async Task A_number_that_has_nothing_to_do_with_releasing_is_no_count()
        => await AnalyzerRun.VerifyAsync(Counted("private int _depth; public void Enter() => _depth++; public void Leave() { _depth--; if (_depth == 0) { Console.WriteLine(); } }"), "DIR0011");

    [Fact]
    public async Task The_count_of_an_object_that_nobody_keeps_is_not_raised_blindly()
        => await AnalyzerRun.VerifyAsync("""
            [ReferenceCounted]
            public sealed class Node
            {
                private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Node> s_all = new();
                private int _users = 1;
                [ReleasesReference] public bool Release() => --_users == 0;

                public static void Found(int id)
                {
                    if (s_all.TryGetValue(id, out Node? node))
                    {
                        {|DIR0011:node._users++|};
                    }
                }

                public static void FoundAlive(int id)
                {
                    if (s_all.TryGetValue(id, out Node? node) && node._users != 0)
                    {
                        node._users++;
                    }
                }

                public static void Lent(Node node) => node._users++;
            }
            """, "DIR0011");

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
