using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0015.</summary>
public sealed class InvalidOwnershipTests
{
    [Theory]
    [InlineData("[{|DIR0015:AcquiresReference|}] public static void M() { }")]
    [InlineData("[{|DIR0015:AcquiresReference|}, ReleasesReference] public void M() { }")]
    [InlineData("[{|DIR0015:AcquiresReference|}, TryAcquiresReference(true)] public bool M() => true;")]
    [InlineData("[{|DIR0015:ReleasesReference|}, TryAcquiresReference(true)] public bool M() => true;")]
    [InlineData("[{|DIR0015:TryAcquiresReference(true)|}] public void M() { }")]
    [InlineData("[{|DIR0015:TryAcquiresReference(true)|}] public int M() => 1;")]
    [InlineData("[{|DIR0015:TryAcquiresReference(null)|}] public bool M() => true;")]
    [InlineData("[{|DIR0015:TryAcquiresReference(StringComparison.Ordinal)|}] public bool M() => true;")]
    [InlineData("[{|DIR0015:FinalRelease|}] public bool M() => true;")]
    [InlineData("[ReleasesReference, {|DIR0015:FinalRelease|}] public void M() { }")]
    [InlineData("[{|DIR0015:ReturnsOwned|}] public void M() { }")]
    [InlineData("[{|DIR0015:ReturnsOwned|}] public Task M() => Task.CompletedTask;")]
    [InlineData("[{|DIR0015:ReturnsOwned|}, ReturnsBorrowed] public C M() => new();")]
    [InlineData("[{|DIR0015:BorrowedWhile(\"_gaet\")|}] public C M() => new();")]
    [InlineData("public void M([{|DIR0015:BorrowedWhile(\"_gaet\")|}] C c) { }")]
    [InlineData("[{|DIR0015:BorrowedWhile(null!)|}] public C M() => new();")]
    [InlineData("public void M([{|DIR0015:Consumes|}, Borrows] C c) { }")]
    [InlineData("public void M([{|DIR0015:Owned|}] C c) { }")]
    [InlineData("public void M([{|DIR0015:Consumes|}] out C c) => c = new();")]
    [InlineData("[{|DIR0015:ExchangesIfEqual(\"old\")|}] public C M(C expected, C desired) => expected;")]
    [InlineData("[{|DIR0015:ExchangesIfEqual(nameof(old))|}] public C M(int old, C desired) => desired;")]
    [InlineData("[{|DIR0015:ReturnsOwned|}] public bool P => true;")]
    [InlineData("public void M() { [return: {|DIR0015:ReturnsOwned|}] static void L() { } L(); }")]
    public async Task A_contract_that_cannot_be_kept_is_reported(string member)
        => await AnalyzerRun.VerifyAsync(Counted(member), "DIR0015");

    [Theory]
    [InlineData("[{|DIR0015:AcquiresReference|}] public void M() { }")]
    [InlineData("[{|DIR0015:ReleasesReference|}] public void M() { }")]
    [InlineData("[{|DIR0015:TryAcquiresReference(true)|}] public bool M() => true;")]
    public async Task A_type_that_is_not_counted_has_no_count_to_change(string member)
        => await AnalyzerRun.VerifyAsync($"public class C {{ {member} }}", "DIR0015");

    [Theory]
    [InlineData("[AcquiresReference] public void M() { }")]
    [InlineData("[TryAcquiresReference(StringComparison.Ordinal)] public StringComparison M() => default;")]
    [InlineData("[TryAcquiresReference(0)] public int M() => 0;")]
    [InlineData("[TryAcquiresReference(null)] public Exception M() => null!;")]
    [InlineData("[TryAcquiresReference(true)] public Task<bool> M() => Task.FromResult(true);")]
    [InlineData("[TryAcquiresReference(true)] public static bool M([Owned] out C c) { c = new(); return true; }")]
    [InlineData("[ReleasesReference, FinalRelease] public bool M() => true;")]
    [InlineData("[FinalRelease] public static bool M([Consumes] C c) => true;")]
    [InlineData("[ReturnsOwned] public Task<C> M() => Task.FromResult(new C());")]
    [InlineData("[BorrowedWhile(nameof(_gate))] public C M() => new();")]
    [InlineData("[ReturnsBorrowed, BorrowedWhile(nameof(_gate))] public C M() => new();")]
    [InlineData("[ExchangesIfEqual(nameof(expected))] public C M(C expected, C desired) => desired;")]
    [InlineData("[ReturnsOwned] public C P => new();")]
    public async Task A_contract_that_can_be_kept_is_not_reported(string member)
        => await AnalyzerRun.VerifyAsync(Counted(member), "DIR0015");

    private static string Counted(string member) => $$"""
        [ReferenceCounted]
        public class C
        {
            private readonly object _gate = new();
            {{member}}
            public override string ToString() => _gate.ToString()!;
        }
        """;
}
