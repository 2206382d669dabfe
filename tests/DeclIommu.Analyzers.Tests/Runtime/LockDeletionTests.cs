using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>What the mutants of the runtime leave out, on each way to take a lock.</summary>
public sealed class LockDeletionTests
{
    [Fact]
    public void A_lock_statement_leaves_its_body()
        => Assert.Equal(["void M() { { N(); } lock (_b) { } }", "void M() { lock (_a) { N(); } { } }"], Bodies(new LockStatementDeletion(), "void M() { lock (_a) { N(); } lock (_b) { } }"));

    [Fact]
    public void A_nested_lock_goes_alone()
        => Assert.Equal(["void M() { { lock (_b) N(); } }", "void M() { lock (_a) { N(); } }"], Bodies(new LockStatementDeletion(), "void M() { lock (_a) { lock (_b) N(); } }"));

    [Fact]
    public void A_scope_leaves_its_body_and_a_declared_scope_nothing()
    {
        Assert.Equal(["void M() { { N(); } }"], Bodies(new LockStatementDeletion(), "void M() { using (_lock.EnterScope()) { N(); } }"));
        Assert.Equal(["void M() { ; N(); }"], Bodies(new LockStatementDeletion(), "void M() { using var scope = _lock.EnterScope(); N(); }"));
    }

    [Fact]
    public void Another_using_is_no_lock()
        => Assert.Empty(Bodies(new LockStatementDeletion(), "void M() { using (new System.IO.MemoryStream()) { _lock.EnterScope().Dispose(); } }"));

    [Fact]
    public void A_call_goes_with_the_releases_of_the_same_lock()
        => Assert.Equal(
            ["void M() { ; Monitor.Enter(_b); try { N(); } finally { Monitor.Exit(_b); ; } }", "void M() { Monitor.Enter(_a); ; try { N(); } finally { ; Monitor.Exit(_a); } }"],
            Bodies(new LockCallDeletion(), "void M() { Monitor.Enter(_a); Monitor.Enter(_b); try { N(); } finally { Monitor.Exit(_b); Monitor.Exit(_a); } }"));

    [Fact]
    public void A_try_counts_as_one_that_got_the_lock()
        => Assert.Equal(["void M() { if (true) { N(); ; } }"], Bodies(new LockCallDeletion(), "void M() { if (_lock.TryEnter()) { N(); _lock.Exit(); } }"));

    [Fact]
    public void A_contract_goes_without_the_others_of_its_list()
        => Assert.Equal(
            ["[Obsolete] void M() { } [RequiresLock(nameof(_a))] void O() { }", "[RequiresLock(nameof(_a)), Obsolete] void M() { }  void O() { }"],
            Bodies(new ContractDeletion(), "[RequiresLock(nameof(_a)), Obsolete] void M() { } [RequiresLock(nameof(_a))] void O() { }"));

    private static IEnumerable<string> Bodies(IDeletion deletion, string members)
    {
        const string Head = "using System; using System.Threading; using DeclIommu.Contracts; class C { object _a = new(), _b = new(); Lock _lock = new(); void N() { }";
        CSharpCompilation compilation = AnalyzerRun.Compile($"{Head} {members} }}", NullableContextOptions.Enable);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), static fault => fault.Severity == DiagnosticSeverity.Error);
        return deletion.Of(compilation.GetSemanticModel(compilation.SyntaxTrees[0])).Select(static mutant => mutant.Changed.ToFullString()[Head.Length..^1].Trim()).ToArray();
    }
}
