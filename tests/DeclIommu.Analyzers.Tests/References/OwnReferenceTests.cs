using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0008 for the object itself: who says that he releases it does something that can.</summary>
public sealed class OwnReferenceTests
{
    private const string Count = """
        [ReferenceCounted] class Operation
        {
            int _holders = 1;
            [ReleasesReference] void LetGo() { if (Interlocked.Decrement(ref _holders) == 0) { Console.WriteLine(); } }
        """;

    [Fact]
    public Task A_member_that_releases_calls_one_that_lowers_the_count()
        => AnalyzerRun.VerifyAsync(Count + " [ReleasesReference] public void End(string text) { Console.WriteLine(text); LetGo(); } }");

    [Fact]
    public Task A_member_that_only_says_that_it_releases_keeps_the_reference()
        => AnalyzerRun.VerifyAsync(Count + " [ReleasesReference] public void {|DIR0008:End|}(string text) { Console.WriteLine(text); } }");

    [Fact]
    public Task The_reference_may_go_with_the_object()
        => AnalyzerRun.VerifyAsync(Count + " [ReleasesReference] public void Queue(List<object> queue) { queue.Add(this); } }");

    [Fact]
    public Task Where_no_count_is_seen_it_is_kept_elsewhere()
        => AnalyzerRun.VerifyAsync("[ReferenceCounted] class Handle { IntPtr _handle; [ReleasesReference] public void Close() { Native(_handle); } static void Native(IntPtr handle) { } }");
}
