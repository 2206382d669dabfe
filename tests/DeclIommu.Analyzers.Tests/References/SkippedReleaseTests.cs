using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0009, where an owned field is released on some of the paths that return.</summary>
public sealed class SkippedReleaseTests
{
    [Theory]
    [InlineData("if (_n > 3) { _r.Dispose(); }")]
    [InlineData("if (_n > 3) { return; } _r.Dispose();")]
    [InlineData("switch (_n) { case 0: _r.Dispose(); break; case 1: Close(); break; }")]
    [InlineData("if (_closed) { return; } _closed = true; if (_n > 3) { return; } Close();")]
    [InlineData("if (!_closed) { return; } Close();")]
    [InlineData("if (_closed) { _closed = false; return; } _closed = true; _r.Dispose();")]
    [InlineData("for (int i = 0; i < _n; i++) { if (i == 2) { _r.Dispose(); return; } }")]
    public Task A_path_that_leaves_a_field_alone_is_reported(string dispose) => Verify(Type("{|DIR0009:_r|}", dispose));

    [Theory]
    [InlineData("if (_closed) { return; } _closed = true; _r.Dispose();")]
    [InlineData("if (!_closed) { _closed = true; Close(); }")]
    [InlineData("if (Interlocked.Exchange(ref _state, 1) == 1) { return; } _r.Dispose();")]
    [InlineData("if (Interlocked.Exchange(ref _state, 1) == 0) { _r.Dispose(); }")]
    [InlineData("if (Interlocked.CompareExchange(ref _state, 1, 0) != 0) { return; } _r.Dispose();")]
    [InlineData("if (IsClosed) { return; } _closed = true; Close();")]
    [InlineData("if (Begin()) { Close(); }")]
    [InlineData("if (--_n > 0) { return; } _r.Dispose();")]
    [InlineData("if (_n > 3) { _r.Dispose(); } else { Close(); }")]
    [InlineData("try { _n++; } finally { _r.Dispose(); } if (_n > 3) { return; } _n--;")]
    public Task A_path_on_which_everything_was_released_before_is_not_reported(string dispose) => Verify(Type("_r", dispose));

    [Fact]
    public Task A_flag_that_an_exchange_has_just_set_excuses_nobody_who_was_the_first()
        => Verify(Type("{|DIR0009:_r|}", "if (Interlocked.Exchange(ref _state, 1) == 0) { return; } _r.Dispose();"));

    [Fact]
    public Task A_finalizer_leaves_alone_what_others_finalize() => Verify("""
        class C : IDisposable
        {
            [Owned] readonly Resource _r = new();
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            ~C() => Dispose(false);
            protected virtual void Dispose(bool disposing) { if (disposing) { _r.Dispose(); } }
        }
        """);

    [Fact]
    public Task A_field_that_holds_nothing_needs_no_release()
        => Verify("class C : IDisposable { [Owned] Resource? _r = new(); public void Dispose() { if (_r != null) { _r.Dispose(); _r = null; } } void M() { _r?.Dispose(); _r = null; } }");

    [Fact]
    public Task A_member_that_is_called_on_the_way_is_looked_at_itself() => Verify("""
        class C : IDisposable
        {
            [Owned] readonly Resource {|DIR0009:_r|} = new();
            int _n;
            public void Dispose() => Close();
            void Close() { if (_n > 3) { _r.Dispose(); } }
            void M() => _n++;
        }
        """);

    [Fact]
    public async Task The_report_tells_where_the_path_ends()
    {
        Compilation compilation = AnalyzerRun.Compile("using System; using DeclIommu.Contracts;\n" + Counted.Resource + Type("_r", "\nif (_n > 3)\n{\nreturn;\n}\n_r.Dispose();"), NullableContextOptions.Enable);
        Diagnostic fault = Assert.Single(await AnalyzerRun.AnalyzeAllAsync((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)compilation), static fault => fault.Id == "DIR0009" && fault.Severity == DiagnosticSeverity.Warning);
        Location end = Assert.Single(fault.AdditionalLocations);
        int line = end.GetLineSpan().StartLinePosition.Line;
        Assert.Equal("return;", compilation.SyntaxTrees.First().GetText(TestContext.Current.CancellationToken).Lines[line].ToString());
        Assert.Contains($"'Dispose' does not release it on the path that ends in line {line + 1}", fault.GetMessage(null), StringComparison.Ordinal);
    }

    private static string Type(string field, string dispose) => $$"""
        class C : IDisposable
        {
            [Owned] readonly Resource {{field}} = new();
            bool _closed;
            int _n, _state;
            bool IsClosed => _closed;
            public void Dispose() { {{dispose}} }
            void Close() => _r.Dispose();
            bool Begin() { if (_closed) { return false; } _closed = true; return true; }
            void M() { _n++; _state++; }
        }
        """;

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + source, "DIR0009");
}
