using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0009 and owned collections whose type only keeps what is in them for others.</summary>
public sealed class PoolTests
{
    [Fact]
    public Task What_lies_in_a_pool_needs_no_release_if_it_has_none()
        => AnalyzerRun.VerifyAsync("""
            [ReferenceCounted] class Batch { public void Clear() { } }
            class Host
            {
                [Owned] readonly Stack<Batch> _batches = new();
                [return: ReturnsOwned] Batch Rent() => _batches.TryPop(out Batch? batch) ? batch : new Batch();
                void Return([Consumes] Batch batch) { batch.Clear(); _batches.Push(batch); }
                void Drop([Consumes] Batch {|DIR0008:batch|}) { batch.Clear(); }
            }
            """);

    [Fact]
    public Task A_pool_of_what_can_be_released_is_emptied_by_its_type()
        => AnalyzerRun.VerifyAsync("""
            [ReferenceCounted] class Batch { [ReleasesReference] public void Close() { } }
            class Host
            {
                [Owned] readonly Stack<Batch> {|DIR0009:_batches|} = new();
                [return: ReturnsOwned] Batch Rent() => _batches.TryPop(out Batch? batch) ? batch : new Batch();
                void Return([Consumes] Batch batch) { _batches.Push(batch); }
            }
            """);

    [Fact]
    public Task A_queue_that_hands_out_all_of_it_leaves_the_release_to_others()
        => AnalyzerRun.VerifyAsync("""
            [ReferenceCounted] class Waiter { [ReleasesReference] public void End() { } }
            class Ranges
            {
                [Owned] readonly List<Waiter> _waiting = new();
                void Add([Consumes] Waiter waiter) => _waiting.Add(waiter);
                [return: ReturnsOwned] List<Waiter> TakeAll() { var all = new List<Waiter>(_waiting); _waiting.Clear(); return all; }
            }
            """);

    [Fact]
    public Task A_collection_that_nobody_is_handed_is_emptied_by_its_type()
        => AnalyzerRun.VerifyAsync("""
            [ReferenceCounted] class Batch { public void Clear() { } }
            class Host
            {
                [Owned] readonly Stack<Batch> {|DIR0009:_batches|} = new();
                void Return([Consumes] Batch batch) { _batches.Push(batch); }
            }
            """);
}
