using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Objects whose counts begin at zero, such as a quota of which each charge is a reference.</summary>
public sealed class BornWithoutReferenceTests
{
    private const string Quota = """
        [ReferenceCounted] class Quota
        {
            int _used;
            [ReturnsBorrowed] public Quota() { }
            [TryAcquiresReference(true)] public bool TryCharge() { if (_used == 10) { return false; } Interlocked.Increment(ref _used); return true; }
            [ReleasesReference] public void Return() { if (Interlocked.Decrement(ref _used) < 0) { throw new InvalidOperationException(); } }
        }
        """;

    [Fact]
    public Task A_new_object_needs_no_release_and_each_charge_one()
        => AnalyzerRun.VerifyAsync(Quota + """
            class C
            {
                void New() { var quota = new Quota(); Console.WriteLine(quota); }
                void Charge(Quota quota) { if (quota.TryCharge()) { quota.Return(); } }
                void Forget(Quota quota) { if ({|DIR0001:quota.TryCharge()|}) { Console.WriteLine(); } }
            }
            """);

    [Fact]
    public Task A_count_that_is_looked_at_only_below_zero_may_rise_from_it()
        => AnalyzerRun.VerifyAsync(Quota);

    [Fact]
    public Task A_constructor_of_another_type_lends_nothing()
        => AnalyzerRun.VerifyAsync("class Plain { [{|DIR0015:ReturnsBorrowed|}] public Plain() { } }");
}
