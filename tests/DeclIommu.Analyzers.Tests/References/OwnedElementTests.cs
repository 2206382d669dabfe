using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>What is in an owned collection is owned with it, one by one.</summary>
public sealed class OwnedElementTests
{
    [Theory]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { r.Dispose(); }")]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { r.Use(); } foreach (Resource r in _all) { r.Dispose(); } _all.Clear();")]
    [InlineData("List<Resource>", "foreach (Resource r in _all.ToArray()) { r.Dispose(); }")]
    [InlineData("List<Resource>", "var all = _all; foreach (Resource r in all) { r.Dispose(); }")]
    [InlineData("List<Resource>", "for (int i = 0; i < _all.Count; i++) { _all[i].Dispose(); }")]
    [InlineData("List<Resource>", "_all.ForEach(static r => r.Dispose());")]
    [InlineData("List<Resource?>", "foreach (Resource? r in _all) { r?.Dispose(); }")]
    [InlineData("Resource[]", "foreach (Resource r in _all) { r.Dispose(); }")]
    [InlineData("Dictionary<int, Resource>", "foreach (Resource r in _all.Values) { r.Dispose(); }")]
    [InlineData("Dictionary<int, Resource>", "foreach (KeyValuePair<int, Resource> r in _all) { r.Value.Dispose(); }")]
    [InlineData("Dictionary<int, Resource>", "foreach ((int id, Resource r) in _all) { r.Dispose(); }")]
    [InlineData("Queue<Resource>", "while (_all.TryDequeue(out Resource? r)) { r.Dispose(); }")]
    [InlineData("Stack<Resource>", "while (_all.Count > 0) { _all.Pop().Dispose(); }")]
    [InlineData("List<Resource>", "if (_all.Count == 0) { _n++; } foreach (Resource r in _all) { if (r == null) { continue; } r.Dispose(); }")]
    [InlineData("List<System.IO.Stream>", "foreach (System.IO.Stream s in _all) { s.Dispose(); }")]
    public Task A_collection_whose_elements_are_released_is_released(string type, string dispose) => Verify(Type(type, "_all", dispose));

    [Theory]
    [InlineData("List<Resource>", "_all.Clear();")]
    [InlineData("List<Resource>", "_n = _all.Count;")]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { r.Use(); }")]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { if (_n > 3) { r.Dispose(); } }")]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { if (_n > 3) { continue; } r.Dispose(); }")]
    [InlineData("List<Resource>", "foreach (Resource r in _all) { if (_n > 3) { break; } r.Dispose(); }")]
    [InlineData("List<Resource>", "if (_n > 3) { foreach (Resource r in _all) { r.Dispose(); } }")]
    [InlineData("Resource[]", "foreach (Resource r in _all) { r.Use(); }")]
    [InlineData("Dictionary<int, Resource>", "foreach (Resource r in _all.Values) { r.Use(); }")]
    [InlineData("List<System.IO.Stream>", "foreach (System.IO.Stream s in _all) { s.Flush(); }")]
    public Task A_collection_of_which_an_element_may_be_left_is_not_released(string type, string dispose) => Verify(Type(type, "{|DIR0009:_all|}", dispose));

    [Fact]
    public Task Who_takes_something_out_owns_it() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] readonly Stack<Resource> _stack = new();
            [Owned] readonly System.Collections.Concurrent.ConcurrentQueue<Resource> _queue = new();
            [Owned] readonly Dictionary<int, Resource> _map = new();

            void Lose() { var r = {|DIR0001:_stack.Pop()|}; r.Use(); }
            void LoseFromQueue() { if (_queue.TryDequeue({|DIR0001:out Resource? r|})) { r.Use(); } }
            void LoseFromMap(int id) { if (_map.Remove(id, {|DIR0001:out Resource? r|})) { r.Use(); } }
            void Release(int id) { _stack.Pop().Dispose(); if (_queue.TryDequeue(out Resource? r)) { r.Dispose(); } if (_map.Remove(id, out Resource? s)) { s.Dispose(); } }
            void PutBack() { if (_queue.TryDequeue(out Resource? r)) { _stack.Push(r); } }
            [ReturnsOwned] Resource Hand() => _stack.Pop();
            void Look() { _stack.Peek().Use(); if (_map.TryGetValue(1, out Resource? r)) { r.Use(); } }
            public void Dispose() { foreach (var r in _stack) { r.Dispose(); } foreach (var r in _queue) { r.Dispose(); } foreach (var r in _map.Values) { r.Dispose(); } }
        }
        """.Replace("{|DIR0001:out Resource? r|}", "out {|DIR0001:Resource? r|}", StringComparison.Ordinal));

    private static string Type(string type, string field, string dispose) => $$"""
        sealed class C : IDisposable
        {
            [Owned] {{type}} {{field}} = null!;
            int _n;
            public C({{type}} all, int n) { _n = n; }
            public void Dispose() { {{dispose}} }
            void M() => _n++;
        }
        """;

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + source);
}
