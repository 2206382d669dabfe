using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class UseTests
{
    [Fact]
    public Task A_second_release_is_reported() => Verify("class C { void M() { var r = new Resource(); r.Dispose(); {|DIR0005:r.Dispose()|}; } }");

    [Fact]
    public Task A_use_after_it_was_handed_on_is_reported()
        => Verify("class C { static void Take([Consumes] Resource r) => r.Dispose(); void M() { var r = new Resource(); Take(r); {|DIR0004:r.Use()|}; } void N() { var r = new Resource(); Take(r); Take({|DIR0004:r|}); } }");

    [Fact]
    public Task Passing_and_returning_what_is_gone_are_uses()
        => Verify("class C { void Look(Resource r) { } [ReturnsOwned] Resource M() { var r = new Resource(); r.Dispose(); Look({|DIR0004:r|}); return {|DIR0004:r|}; } }");

    [Fact]
    public Task A_use_on_the_path_that_does_not_release_is_right() => Verify("class C { void M(bool b) { var r = new Resource(); if (b) { r.Dispose(); } if (!b) { r.Use(); r.Dispose(); } } }");

    [Fact]
    public Task After_the_last_release_the_one_who_made_it_cleans_up()
        => Verify("class C { void M() { var r = new Resource(); if (r.Release()) { r.Use(); } else { {|DIR0004:r.Use()|}; } } }");

    [Fact]
    public Task After_the_last_release_there_is_nothing_left_to_release()
        => Verify("class C { void M() { var r = new Resource(); if (r.Release()) { {|DIR0005:r.Dispose()|}; } } }");

    [Fact]
    public Task What_a_caller_gave_is_given_back_to_its_pool_once()
        => Verify("class C { void M(byte[] a) { System.Buffers.ArrayPool<byte>.Shared.Return(a); {|DIR0005:System.Buffers.ArrayPool<byte>.Shared.Return(a)|}; } }");

    [Fact]
    public Task A_borrowed_parameter_is_not_released_and_not_returned_as_owned()
        => Verify("class C { void M(Resource r) { {|DIR0006:r.Dispose()|}; } [ReturnsOwned] Resource N(Resource r) => {|DIR0006:r|}; [ReturnsOwned] Resource O(Resource r) { r.Acquire(); return r; } }");

    [Fact]
    public Task A_borrowed_reference_is_not_handed_on()
        => Verify("class C { static void Take([Consumes] Resource r) => r.Dispose(); void M(Resource r) { Take({|DIR0006:r|}); } }");

    [Fact]
    public Task A_reference_of_which_nothing_is_said_is_left_alone() => Verify("class C { Resource? _r; Resource? Find() => _r; void M() { var r = Find(); r!.Dispose(); _r!.Dispose(); } }");

    [Fact]
    public Task What_was_lent_goes_with_the_lender() => Verify("""
        [ReferenceCounted]
        sealed class Owner
        {
            [ReturnsBorrowed] public extern Resource Items();
            [ReleasesReference] public extern void Release();
        }

        class C
        {
            void M()
            {
                var owner = new Owner();
                Resource items = owner.Items();
                items.Use();
                owner.Release();
                {|DIR0014:items.Use()|};
            }
        }
        """);

    [Fact]
    public Task What_was_lent_goes_with_the_lender_whose_name_is_used_for_something_else() => Verify("""
        [ReferenceCounted]
        sealed class Owner
        {
            [ReturnsBorrowed] public extern Resource Items();
            [ReleasesReference] public extern void Release();
        }

        class C
        {
            void M()
            {
                Owner? owner = new Owner();
                Resource items = owner.Items();
                owner.Release();
                owner = null;
                Console.WriteLine(owner);
                {|DIR0014:items.Use()|};
            }
        }
        """);

    [Fact]
    public Task What_is_valid_under_a_lock_may_be_acquired_there_and_used_after_it() => Verify("""
        abstract class Table
        {
            public readonly Lock Gate = new();
            [RequiresLock(nameof(Gate)), BorrowedWhile(nameof(Gate))] public abstract Resource Find(int id);

            public Resource Leaks()
            {
                lock (Gate)
                {
                    return {|DIR0014:Find(1)|};
                }
            }

            [RequiresLock(nameof(Gate)), BorrowedWhile(nameof(Gate))] public Resource Lends() => Find(1);

            [BorrowedWhile(nameof(Gate))]
            public Resource LendsToWhoHoldsTheLock()
            {
                lock (Gate)
                {
                    return Find(1);
                }
            }
        }

        class C
        {
            void M(Table table)
            {
                Resource resource;
                lock (table.Gate)
                {
                    resource = table.Find(1);
                    resource.Acquire();
                }

                resource.Use();
                resource.Dispose();
            }
        }
        """);

    [Fact]
    public Task An_attempt_that_failed_gives_nothing_to_release()
        => Verify("class C { void M(Resource r) { if (r.TryAcquire()) { r.Use(); r.Dispose(); } } void N(Resource r) { if (!r.TryAcquire()) { {|DIR0006:r.Dispose()|}; return; } r.Dispose(); } }");

    [Fact]
    public Task An_attempt_whose_result_nobody_looks_at_is_reported()
        => Verify("class C { void M(Resource r) { bool ok = {|DIR0007:r.TryAcquire()|}; r.Use(); r.Dispose(); } bool N(Resource r) { bool ok = {|DIR0007:r.TryAcquire()|}; r.Use(); r.Dispose(); return ok; } }");

    [Fact]
    public Task An_attempt_kept_in_a_variable_is_looked_at_later()
        => Verify("class C { void M(Resource r) { bool ok = r.TryAcquire(); Console.WriteLine(); if (ok) { r.Use(); r.Dispose(); } } }");

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + source);
}
