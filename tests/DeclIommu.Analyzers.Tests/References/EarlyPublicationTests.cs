using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0013.</summary>
public sealed class EarlyPublicationTests
{
    private const string Mapping = """
        [ReferenceCounted]
        public sealed class Mapping
        {
            public int Users;
            public int Id { get; set; }
            [ReleasesReference, FinalRelease] public bool Release() => Interlocked.Decrement(ref Users) == 0;
        }

        """;

    [Theory]
    [InlineData("mapping.Users = 1;")]
    [InlineData("mapping.Id = 5;")]
    [InlineData("mapping.Users++;")]
    [InlineData("Interlocked.Increment(ref mapping.Users);")]
    [InlineData("Volatile.Write(ref mapping.Users, 1);")]
    public async Task A_write_after_the_publication_is_reported_at_it(string write)
        => await AnalyzerRun.VerifyAsync(Mapping + $$"""
            public sealed class C
            {
                private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Mapping> _table = new();

                [ReturnsOwned]
                public Mapping M(int key)
                {
                    var mapping = new Mapping();
                    {|DIR0013:_table.TryAdd(key, mapping)|};
                    {{write}}
                    return mapping;
                }
            }
            """, "DIR0013");

    [Theory]
    [InlineData("s_current = mapping")]
    [InlineData("_volatile = mapping")]
    [InlineData("Volatile.Write(ref _plain, mapping)")]
    [InlineData("Interlocked.CompareExchange(ref _plain, mapping, null)")]
    [InlineData("s_table[0] = mapping")]
    [InlineData("Put(mapping)")]
    public async Task Every_place_that_others_look_at_publishes(string publication)
        => await AnalyzerRun.VerifyAsync(Mapping + $$"""
            public sealed class C
            {
                private static Mapping? s_current;
                private static readonly Mapping?[] s_table = new Mapping?[4];
                private volatile Mapping? _volatile;
                private Mapping? _plain;

                public void Put([Publishes] Mapping mapping) => _plain = mapping;

                public void M()
                {
                    var mapping = new Mapping();
                    {|DIR0013:{{publication}}|};
                    mapping.Users = 1;
                }

                public object?[] All() => [s_current, _volatile, _plain];
            }
            """, "DIR0013");

    [Fact]
    public async Task What_others_could_find_before_is_not_published_by_being_stored_once_more()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class C
            {
                private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Mapping> s_table = new();
                public void M(Mapping mapping) { s_table.TryAdd(1, mapping); mapping.Users = 1; }
            }
            """, "DIR0013");

    [Fact]
    public async Task One_path_is_enough()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class C
            {
                private static Mapping? s_current;

                public void M(bool isEarly)
                {
                    var mapping = new Mapping();
                    if (isEarly)
                    {
                        {|DIR0013:s_current = mapping|};
                    }

                    mapping.Users = 1;
                    s_current = mapping;
                }

                public object? Get() => s_current;
            }
            """, "DIR0013");

    [Fact]
    public async Task What_is_complete_or_known_to_nobody_else_is_not_reported()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class Plain { public int Value; }

            public sealed class C
            {
                private static Mapping? s_current;
                private static Plain? s_plain;
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private readonly Dictionary<int, Mapping> _table = [];
                private Mapping? _own;

                public void Complete()
                {
                    var mapping = new Mapping { Users = 1 };
                    mapping.Id = 2;
                    s_current = mapping;
                }

                public void UnderTheLockThatGuardsThePlace(int key)
                {
                    lock (_gate)
                    {
                        var mapping = new Mapping();
                        _table[key] = mapping;
                        mapping.Users = 1;
                    }
                }

                public void Private()
                {
                    _own = new Mapping();
                    _own.Users = 1;
                    var list = new List<Mapping>();
                    var local = new Mapping();
                    list.Add(local);
                    local.Users = 1;
                }

                public void OfNoCountedType()
                {
                    var plain = new Plain();
                    s_plain = plain;
                    plain.Value = 1;
                }

                public void AnotherObject()
                {
                    s_current = new Mapping { Users = 1 };
                    var mapping = new Mapping();
                    mapping.Users = 1;
                }

                public object?[] All() => [s_current, s_plain, _own];
            }
            """, "DIR0013");

    [Fact]
    public async Task The_lock_must_be_held_without_a_break()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class C
            {
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private readonly Dictionary<int, Mapping> _table = [];

                public void M(int key)
                {
                    var mapping = new Mapping();
                    lock (_gate)
                    {
                        {|DIR0013:_table[key] = mapping|};
                    }

                    lock (_gate)
                    {
                        mapping.Users = 1;
                    }
                }
            }
            """, "DIR0013");

    [Fact]
    public async Task State_that_its_own_lock_guards_may_be_written_under_it()
        => await AnalyzerRun.VerifyAsync("""
            public sealed class Session
            {
                public readonly object Gate = new();
                [GuardedBy(nameof(Gate))] public int Count;
                public int Name;
            }

            public sealed class C
            {
                private static Session? s_current;

                public void Right()
                {
                    var session = new Session();
                    s_current = session;
                    lock (session.Gate)
                    {
                        session.Count = 1;
                    }
                }

                public void Wrong()
                {
                    var session = new Session();
                    {|DIR0013:s_current = session|};
                    session.Name = 1;
                }

                public object? Get() => s_current;
            }
            """, "DIR0013");

    [Fact]
    public async Task A_contract_in_a_referenced_assembly_publishes()
        => await AnalyzerRun.VerifyAsync(
            "public sealed class C { public void M(Table table) { var mapping = new Mapping(); {|DIR0013:table.Put(mapping)|}; mapping.Users = 1; } }",
            "DIR0013",
            Mapping + "public abstract class Table { public abstract void Put([Publishes] Mapping mapping); }");
}
