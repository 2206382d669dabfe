using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Functions that a call runs before it returns work on the references of the member around them.</summary>
public sealed class ImmediateFunctionTests
{
    private const string Runner = """
        static class Runner
        {
            public static void Run([InvokedImmediately] Action action) => action();
            public static void Later(Action action) => action();
            public static T Get<T>([InvokedImmediately] Func<T> make) => make();
        }

        """;

    [Fact]
    public Task A_release_in_it_releases() => Verify("""
        class C
        {
            void M() { var r = new Resource(); Runner.Run(() => r.Dispose()); }
            void N() { var r = new Resource(); Runner.Run(() => r.Dispose()); {|DIR0004:r.Use()|}; {|DIR0005:r.Dispose()|}; }
            void O() { var r = new Resource(); Runner.Run(Done); {|DIR0004:r.Use()|}; void Done() => r.Dispose(); }
        }
        """);

    [Fact]
    public Task A_reference_that_it_only_uses_is_still_to_be_released() => Verify("""
        class C
        {
            void M() { var r = {|DIR0001:new Resource()|}; Runner.Run(() => r.Use()); }
            void N() { var r = new Resource(); Runner.Run(() => r.Use()); r.Dispose(); }
            void O(List<int> numbers) { var r = {|DIR0001:new Resource()|}; numbers.ForEach(n => r.Use()); }
        }
        """);

    [Fact]
    public Task A_release_on_some_of_its_paths_leaves_the_others() => Verify("""
        class C
        {
            void M(bool b) { var r = {|DIR0001:new Resource()|}; Runner.Run(() => { if (b) { r.Dispose(); } }); }
            void N(bool b) { var r = new Resource(); Runner.Run(() => { if (b) { r.Dispose(); } }); if (!b) { r.Dispose(); } }
        }
        """);

    [Fact]
    public Task What_it_acquires_for_itself_it_releases() => Verify("""
        class C
        {
            void M() { Runner.Run(() => { var r = {|DIR0001:new Resource()|}; r.Use(); }); Runner.Run(() => { using var r = new Resource(); r.Use(); }); }
        }
        """);

    [Fact]
    public Task What_it_leaves_in_a_variable_is_the_members() => Verify("""
        class C
        {
            void M() { Resource? r = null; Runner.Run(() => r = new Resource()); r.Dispose(); }
            void N() { Resource? r = null; Runner.Run(() => r = {|DIR0001:new Resource()|}); r.Use(); }
        }
        """);

    [Fact]
    public Task What_it_returns_is_the_callees() => Verify("class C { void M() { Runner.Get(() => new Resource()); } }");

    [Fact]
    public Task What_runs_as_often_as_the_callee_likes_may_have_released() => Verify("class C { void M(List<int> numbers) { var r = new Resource(); numbers.ForEach(n => r.Dispose()); r.Use(); } }");

    [Fact]
    public Task What_runs_later_may_release_at_any_time() => Verify("class C { void M() { var r = new Resource(); Runner.Later(() => r.Dispose()); r.Use(); } }");

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + Runner + source);
}
