using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>One lambda acquires every element of a collection, another releases it: nothing says that, but it is no fault.</summary>
public sealed class LambdaHalvesTests
{
    [Theory]
    [InlineData("list.ForEach(gate => gate.EnterWriteLock()); _x++; list.ForEach(gate => gate.ExitWriteLock());")]
    [InlineData("Array.ForEach(array, gate => gate.EnterWriteLock()); _x++; Array.ForEach(array, (each) => each.ExitWriteLock());")]
    [InlineData("list.ForEach(gate => Monitor.Enter(gate)); _x++; list.ForEach(gate => { Monitor.Exit(gate); });")]
    [InlineData("list.ForEach(gate => {|DIL0008:gate.EnterWriteLock()|}); _x++;")]
    [InlineData("list.ForEach(gate => { _x++; {|DIL0007:gate.ExitWriteLock()|}; });")]
    [InlineData("list.ForEach(gate => {|DIL0008:gate.EnterWriteLock()|}); list.ForEach(gate => { gate.EnterWriteLock(); gate.ExitWriteLock(); });")]
    public Task What_two_lambdas_do_to_all_elements_is_no_fault_and_what_one_does_is(string statements) => AnalyzerRun.VerifyAsync($$"""
        class C { int _x; void M(List<ReaderWriterLockSlim> list, ReaderWriterLockSlim[] array) { {{statements}} } }
        """);
}
