using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>An ID around its number: who owns the one owns the other.</summary>
public sealed class WrappedValueTests
{
    private const string Ids = """
        public readonly struct Id(int value) { private readonly ushort _value = (ushort)value; public ushort Value => _value != 0 ? _value : throw new InvalidOperationException(); }
        public sealed class Pool
        {
            [TryAcquiresReference(true)] public bool TryTake([Owned] out ushort value) { value = 1; return true; }
            public void Put([Consumes] ushort value) => Console.WriteLine(value);
        }
        """;

    [Fact]
    public Task A_number_that_is_wrapped_is_handed_on_with_its_wrapper()
        => AnalyzerRun.VerifyAsync(Ids + """
            class C(Pool pool)
            {
                [TryAcquiresReference(true)]
                bool TryAllocate([Owned] out Id id)
                {
                    id = default;
                    if (!pool.TryTake(out ushort value)) { return false; }
                    id = new Id(value);
                    return true;
                }
            }
            """);

    [Fact]
    public Task A_number_that_is_wrapped_and_forgotten_is_lost()
        => AnalyzerRun.VerifyAsync(Ids + """
            class C(Pool pool)
            {
                void Drop() { if (pool.TryTake(out {|DIR0001:ushort value|})) { var id = new Id(value); Console.WriteLine(id.Value); } }
            }
            """);

    [Fact]
    public Task Who_takes_an_ID_over_gives_it_back_by_its_number()
        => AnalyzerRun.VerifyAsync(Ids + """
            class C(Pool pool)
            {
                void Free([Consumes] Id id) { ushort value = id.Value; pool.Put(value); }
                void Keep([Consumes] Id {|DIR0008:id|}) { Console.WriteLine(id.Value); }
                void Twice([Consumes] Id id) { pool.Put(id.Value); pool.Put({|DIR0004:id.Value|}); }
            }
            """);

    [Fact]
    public Task A_wrapper_that_is_disposed_of_owns_what_it_wraps()
        => AnalyzerRun.VerifyAsync(Ids + """
            public struct Lease(ushort value) : IDisposable { private readonly ushort _value = value; public void Dispose() => Console.WriteLine(_value); }
            class C(Pool pool)
            {
                void Use() { if (pool.TryTake(out ushort value)) { using var lease = new Lease(value); } }
            }
            """);
}
