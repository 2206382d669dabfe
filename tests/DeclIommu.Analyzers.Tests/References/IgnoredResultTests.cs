using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0012.</summary>
public sealed class IgnoredResultTests
{
    private const string Mapping = """
        [ReferenceCounted]
        public abstract class Mapping
        {
            public uint Id;
            [AcquiresReference] public abstract void Acquire();
            [ReleasesReference, FinalRelease] public abstract bool Release();
        }

        public abstract class Map
        {
            [ExchangesIfEqual(nameof(expected))]
            public abstract Mapping? CompareExchange(int key, Mapping? expected, Mapping? desired);
        }

        """;

    [Fact]
    public async Task A_last_release_that_nobody_hears_of_is_reported()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class C
            {
                public void Dropped([Consumes] Mapping mapping) => {|DIR0012:mapping.Release()|};
                public void Discarded([Consumes] Mapping mapping) { _ = {|DIR0012:mapping.Release()|}; }
                public void NeverRead([Consumes] Mapping mapping) { bool last = {|DIR0012:mapping.Release()|}; }
                public bool Returned([Consumes] Mapping mapping) => mapping.Release();
                public void Tested([Consumes] Mapping mapping) { if (mapping.Release()) { Console.WriteLine(); } }
                public void HeldOn([Consumes] Mapping mapping) { mapping.Acquire(); mapping.Release(); if (mapping.Release()) { Console.WriteLine(); } }
            }
            """, "DIR0012");

    [Fact]
    public async Task A_decrement_that_nobody_looks_at_is_reported_in_a_release()
        => await AnalyzerRun.VerifyAsync("""
            [ReferenceCounted]
            public sealed class C
            {
                private int _users = 1;
                private int _readers;
                [ReleasesReference] public void Release() => {|DIR0012:Interlocked.Decrement(ref _users)|};
                [ReleasesReference] public void Leave() { if (Interlocked.Decrement(ref _users) == 0) { Console.WriteLine(); } }
                public void EndRead() => Interlocked.Decrement(ref _readers);
            }
            """, "DIR0012");

    [Fact]
    public async Task An_exchange_that_nobody_compares_is_reported()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public sealed class C
            {
                public void Dropped(Map map, Mapping mapping) => {|DIR0012:map.CompareExchange(1, mapping, null)|};

                public void TestedForNull(Map map, Mapping mapping)
                {
                    Mapping? found = {|DIR0012:map.CompareExchange(1, mapping, null)|};
                    if (found is not null)
                    {
                        Console.WriteLine();
                    }
                }

                public bool Compared(Map map, Mapping mapping) => map.CompareExchange(1, mapping, null) == mapping;
                public bool ComparedByReference(Map map, Mapping mapping) => ReferenceEquals(mapping, map.CompareExchange(1, mapping, null));
                public Mapping? Returned(Map map, Mapping mapping) => map.CompareExchange(1, mapping, null);

                public bool Inserted(Map map, Mapping mapping)
                {
                    Mapping? found = map.CompareExchange(1, null, mapping);
                    return found is null;
                }

                public bool OnAPath(Map map, Mapping mapping, bool isQuick)
                {
                    Mapping? found = map.CompareExchange(1, mapping, null);
                    return isQuick || found == mapping;
                }
            }
            """, "DIR0012");

    [Theory]
    [InlineData("id <= 0")]
    [InlineData("id < 0")]
    [InlineData("0 >= id")]
    [InlineData("!(id > 0)")]
    [InlineData("id is <= 0")]
    public async Task A_negative_error_in_an_unsigned_value_is_not_found_by_its_sign(string test)
        => await AnalyzerRun.VerifyAsync(Mapping + $$"""
            public abstract class C
            {
                protected abstract int Allocate();

                public bool M(Mapping mapping)
                {
                    uint id = (uint)Allocate();
                    return {{test.Replace("!(id > 0)", "!({|DIR0012:id > 0|})", StringComparison.Ordinal).Replace(test, test.StartsWith('!') ? test : "{|DIR0012:" + test + "|}", StringComparison.Ordinal)}};
                }
            }
            """, "DIR0012");

    [Fact]
    public async Task The_error_is_followed_through_members_and_copies()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class C
            {
                protected abstract long Allocate();

                public bool M(Mapping mapping)
                {
                    mapping.Id = unchecked((uint)Allocate());
                    uint copy = mapping.Id;
                    return {|DIR0012:copy <= 0|} || {|DIR0012:mapping.Id <= 0|};
                }
            }
            """, "DIR0012");

    [Fact]
    public async Task What_cannot_have_been_negative_is_not_reported()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class C
            {
                protected abstract int Allocate();

                public bool M(Mapping mapping, uint given, ushort small)
                {
                    int id = Allocate();
                    uint checkedId = checked((uint)Allocate());
                    uint zero = (uint)Allocate();
                    uint again = (uint)Allocate();
                    again = given;
                    return id <= 0 || checkedId <= 0 || given <= 0 || small <= 0 || zero == 0 || again <= 0;
                }
            }
            """, "DIR0012");

    [Fact]
    public async Task Where_an_exchange_took_place_its_result_is_the_expected_object()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class Pool { public abstract void Free([Consumes] Mapping mapping); }

            public sealed class C
            {
                public uint Wrong(Map map, Pool pool, [Consumes] Mapping mapping)
                {
                    Mapping? found = map.CompareExchange(1, mapping, null);
                    if (found == mapping)
                    {
                        pool.Free(found);
                        return {|DIR0004:mapping.Id|};
                    }

                    pool.Free(mapping);
                    return 0;
                }

                public uint Right(Map map, Pool pool, [Consumes] Mapping mapping)
                {
                    Mapping? found = map.CompareExchange(1, mapping, null);
                    uint id = mapping.Id;
                    pool.Free(found == mapping ? found : mapping);
                    return id;
                }
            }
            """, "DIR0004");

    [Fact]
    public async Task After_the_last_release_the_object_may_be_taken_away_once()
        => await AnalyzerRun.VerifyAsync(Mapping + """
            public abstract class Pool { public abstract void Free([Consumes] Mapping mapping); }

            public sealed class C
            {
                public void Right(Pool pool, [Consumes] Mapping mapping)
                {
                    if (mapping.Release())
                    {
                        Console.WriteLine(mapping.Id);
                        pool.Free(mapping);
                    }
                }

                public void Wrong(Pool pool, [Consumes] Mapping mapping)
                {
                    if (mapping.Release())
                    {
                        pool.Free(mapping);
                        Console.WriteLine({|DIR0004:mapping.Id|});
                    }
                }
            }
            """);
}
