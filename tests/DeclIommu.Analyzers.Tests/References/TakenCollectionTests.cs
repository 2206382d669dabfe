using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>A member that takes over a collection takes over what is in it.</summary>
public sealed class TakenCollectionTests
{
    private const string Frames = "public static class Frames { public static void Free([Consumes] ulong frame) => Console.WriteLine(frame); [return: ReturnsOwned] public static List<ulong> Take() => []; }";

    [Fact]
    public Task A_loop_gives_back_each_element()
        => AnalyzerRun.VerifyAsync(Frames + "class C { void FreeAll([Consumes] List<ulong> frames) { foreach (ulong frame in frames) { Frames.Free(frame); } } }");

    [Fact]
    public Task A_loop_that_only_looks_gives_back_nothing()
        => AnalyzerRun.VerifyAsync(Frames + "class C { ulong Sum([Consumes] List<ulong> {|DIR0008:frames|}) { ulong sum = 0; foreach (ulong frame in frames) { sum |= frame; } return sum; } }");

    [Fact]
    public Task A_loop_that_leaves_some_out_has_not_given_back_the_collection()
        => AnalyzerRun.VerifyAsync(Frames + "class C { void FreeSome([Consumes] ulong[] {|DIR0008:frames|}, ulong first) { foreach (ulong frame in frames) { if (frame >= first) { Frames.Free(frame); } } } }");

    [Fact]
    public Task Counted_elements_are_released_by_their_own_member()
        => AnalyzerRun.VerifyAsync(Counted.Resource + """
            class C
            {
                void EndAll([Consumes] List<Resource> nodes) { foreach (Resource node in nodes) { node.Dispose(); } }
                void Forget([Consumes] List<Resource> {|DIR0008:nodes|}) { foreach (Resource node in nodes) { node.Use(); } }
            }
            """);

    [Fact]
    public Task Of_an_empty_collection_there_is_nothing_to_give_back()
        => AnalyzerRun.VerifyAsync(Frames + """
            class C
            {
                void Parameter([Consumes] List<ulong> frames) { if (frames.Count > 0) { foreach (ulong frame in frames) { Frames.Free(frame); } } }
                void Local() { List<ulong> frames = Frames.Take(); if (frames.Count == 0) { return; } Move(frames); }
                void Wrong() { List<ulong> frames = {|DIR0001:Frames.Take()|}; if (frames.Count > 1) { return; } Move(frames); }
                void Move([Consumes] List<ulong> frames) { List<ulong> kept = [.. frames]; Console.WriteLine(kept); }
            }
            """);

    [Fact]
    public Task What_the_elements_are_put_into_has_them()
        => AnalyzerRun.VerifyAsync("class C { Queue<ulong> _spare = new(); void Recycle([Consumes] List<ulong> frames) { foreach (ulong frame in frames) { _spare.Enqueue(frame); } } }");
}
