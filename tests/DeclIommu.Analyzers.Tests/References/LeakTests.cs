using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class LeakTests
{
    [Fact]
    public Task A_fresh_object_put_into_a_table_and_returned_as_owned_is_no_leak() => Verify("""
        class Map
        {
            readonly Dictionary<int, Resource> _all = [];

            [return: ReturnsOwned]
            Resource? TryMake(int id)
            {
                if (id < 0)
                {
                    return null;
                }

                Resource made = new();
                made.Use();
                _all.Add(id, made);
                return made;
            }
        }
        """);

    [Fact]
    public Task A_reference_acquired_in_a_loop_and_never_released_leaks() => Verify("class C { void M(Resource r, int n) { for (int i = 0; i < n; i++) { {|DIR0001:r.Acquire()|}; } } }");

    [Fact]
    public Task Nothing_is_said_of_more_references_than_are_counted()
        => Verify("class C { void M(Resource r, int n) { for (int i = 0; i < n; i++) { r.Acquire(); } for (int i = 0; i < n; i++) { r.Dispose(); } } }");

    [Fact]
    public Task Two_references_need_two_releases() => Verify("class C { void M(Resource r) { {|DIR0001:r.Acquire()|}; r.Acquire(); r.Dispose(); } }");

    [Fact]
    public Task A_condition_asked_twice_is_the_same_condition()
        => Verify("class C { void M(Resource r, bool b, int n) { if (b) { r.Acquire(); } if (n > 3) { r.Acquire(); } r.Use(); if (b) { r.Dispose(); } if (n > 3) { r.Dispose(); } } }");

    [Fact]
    public Task A_release_in_finally_covers_every_way_out()
        => Verify("class C { int M(int n) { var r = new Resource(); try { if (n > 3) { throw new InvalidOperationException(); } if (n > 2) { return 1; } r.Use(); } finally { r.Dispose(); } return 0; } }");

    [Fact]
    public Task An_exception_that_the_member_throws_leaks()
        => Verify("class C { void M(int n) { var r = {|DIR0002:new Resource()|}; if (n > 3) { throw new InvalidOperationException(); } r.Dispose(); } }");

    [Fact]
    public Task An_exception_of_something_called_is_told_as_information()
        => AnalyzerRun.VerifyInformationAsync(Counted.Resource + "class C { void M() { var r = {|DIR0002:new Resource()|}; r.Use(); r.Dispose(); } }", "DIR0002");

    [Fact]
    public Task A_using_declaration_releases() => Verify("class C { int M(int n) { using var r = new Resource(); if (n > 2) { return 1; } r.Use(); return 0; } }");

    [Fact]
    public Task A_reference_returned_to_a_caller_who_is_not_told_leaks() => Verify("class C { Resource M() => {|DIR0001:new Resource()|}; [ReturnsOwned] Resource N() => new Resource(); }");

    [Fact]
    public Task A_task_carries_an_owned_reference()
        => Verify("class C { [ReturnsOwned] async Task<Resource> M() { var r = new Resource(); await Task.Yield(); return r; } async Task N() { using Resource r = await M(); r.Use(); } async Task O() { Resource r = {|DIR0001:await M()|}; r.Use(); } }".Replace("{|DIR0001:await M()|}", "await {|DIR0001:M()|}", StringComparison.Ordinal));

    [Fact]
    public Task A_local_function_works_on_the_references_of_its_member()
        => Verify("class C { void M() { var r = new Resource(); Done(); void Done() => r.Dispose(); } void N() { var r = {|DIR0001:new Resource()|}; Look(); void Look() => r.Use(); } }");

    [Fact]
    public Task What_a_lambda_captures_may_be_released_by_it() => Verify("class C { Action M() { var r = new Resource(); return () => r.Dispose(); } }");

    [Fact]
    public Task A_reference_taken_over_by_a_wrapper_is_the_wrappers() => Verify("""
        sealed class Handle([Consumes] Resource resource) : IDisposable
        {
            [Owned] readonly Resource _resource = resource;
            public void Dispose() => _resource.Dispose();
        }

        class C
        {
            [ReturnsOwned] static Handle Open() => new(new Resource());
            void M() { using Handle h = Open(); }
            void N() { Handle h = {|DIR0001:Open()|}; }
        }
        """);

    [Fact]
    public Task What_is_put_into_an_owned_collection_is_the_collections() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] readonly List<Resource> _all = [];
            [Owned] readonly Dictionary<int, Resource> _map = [];
            public void M(int n) { _all.Add(new Resource()); _map[n] = new Resource(); }
            public void Dispose() { foreach (Resource r in _all) { r.Dispose(); } foreach (Resource r in _map.Values) { r.Dispose(); } }
        }
        """);

    [Fact]
    public Task An_owned_out_parameter_takes_the_reference_only_on_success() => Verify("""
        class C
        {
            [TryAcquiresReference(true)]
            bool Try([Owned] out Resource? result, int n)
            {
                var made = {|DIR0001:new Resource()|};
                result = made;
                if (n > 3)
                {
                    return false;
                }

                return true;
            }
        }
        """);

    [Fact]
    public Task An_attempt_that_fails_after_it_acquired_keeps_a_reference_that_nobody_is_told_of() => AnalyzerRun.VerifyAsync("""
        [ReferenceCounted]
        abstract class R
        {
            [AcquiresReference] public abstract void Acquire();
            [ReleasesReference] public abstract void Release();
            [TryAcquiresReference(true)] public bool Wrong(int n) { {|DIR0001:Acquire()|}; if (n > 3) { return false; } return true; }
            [TryAcquiresReference(true)] public bool Right(int n) { Acquire(); if (n > 3) { Release(); return false; } return true; }
        }
        """);

    [Fact]
    public Task A_ticket_that_is_null_when_all_is_done_is_given_back_until_then() => AnalyzerRun.VerifyAsync("""
        readonly record struct Ticket(int Number);
        class Tickets
        {
            [return: ReturnsOwned] public Ticket Begin() => new(1);
            [return: ReturnsOwned] public Ticket? End([Consumes] Ticket ticket) { Console.WriteLine(ticket); return null; }
            void Right() { Ticket? left = Begin(); while (left is { } ticket) { left = End(ticket); } }
            void Wrong() { Ticket? left = Begin(); if (left is { } ticket) { left = {|DIR0001:End(ticket)|}; } }
        }
        """);

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + source);
}
