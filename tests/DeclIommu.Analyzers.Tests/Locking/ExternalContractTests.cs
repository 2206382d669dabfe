using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Locking;

/// <summary>Contracts in files, for libraries that one cannot change.</summary>
public sealed class ExternalContractTests
{
    private const string Library = """
        namespace Vendor
        {
            public class Latch { public void Take() { } public void Give() { } }
            public class Queue { public readonly Latch Gate = new(); public int Count; public void Push(int item) { } }
        }
        """;

    private const string Consumer = """
        class C
        {
            int Bad(Vendor.Queue queue) { queue.Push(1); return queue.Count; }
            int Good(Vendor.Queue queue) { queue.Gate.Take(); queue.Push(1); int count = queue.Count; queue.Gate.Give(); return count; }
        }
        """;

    [Fact]
    public async Task A_file_gives_contracts_to_a_library_without_any()
    {
        string contracts = """
            # the vendor's queue
            T:Vendor.Latch Lockable(ThreadAffine = true)
            M:Vendor.Latch.Take AcquiresLock
            M:Vendor.Latch.Give ReleasesLock
            M:Vendor.Queue.Push(System.Int32) RequiresLock("Gate")
            F:Vendor.Queue.Count GuardedBy("Gate")
            """;
        ImmutableArray<Diagnostic> found = await AnalyzeAsync(contracts);
        Assert.Equal(["DIL0001 queue.Count", "DIL0004 queue.Push(1)"], found.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(Describe).Order());
    }

    [Fact]
    public async Task Without_the_file_nothing_is_reported() => Assert.Empty(await AnalyzeAsync(""));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("X:Vendor.Latch Lockable")]
    [InlineData("T:Vendor.Latch Lockabel")]
    [InlineData("M:Vendor.Queue.Push(System.Int32) RequiresLock(Gate)")]
    public async Task A_line_that_cannot_be_read_is_an_error(string line)
    {
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync("# first\n" + line));
        Assert.Equal("DIL0022", diagnostic.Id);
        Assert.Equal(1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string contracts)
    {
        using var image = new MemoryStream();
        Assert.True(AnalyzerRun.Compile(Library, NullableContextOptions.Enable).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        Compilation compilation = AnalyzerRun.Compile(Consumer, NullableContextOptions.Enable, MetadataReference.CreateFromImage(image.ToArray()));
        return await AnalyzerRun.AnalyzeAllAsync(compilation, null, new AdditionalFile("vendor.lockcontracts.txt", contracts));
    }

    private static string Describe(Diagnostic diagnostic)
        => diagnostic.Id + " " + diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
