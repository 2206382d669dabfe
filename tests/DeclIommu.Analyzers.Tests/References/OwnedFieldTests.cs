using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class OwnedFieldTests
{
    [Fact]
    public Task A_consumed_parameter_is_consumed_on_every_path()
        => Verify("class C { void M([Consumes] Resource {|DIR0008:r|}, bool b) { if (b) { r.Dispose(); } } void N([Consumes(OnThrow = true)] Resource {|DIR0008:r|}, bool b) { if (b) { throw new InvalidOperationException(); } r.Dispose(); } void O([Consumes] Resource r, bool b) { if (b) { throw new InvalidOperationException(); } r.Dispose(); } }");

    [Fact]
    public Task A_disposal_that_runs_once_releases() => Verify("""
        class C : IDisposable
        {
            [Owned] Resource? _resource = new();
            bool _disposed;

            public void Dispose()
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                _resource?.Dispose();
                _resource = null;
            }
        }

        sealed class D : IDisposable
        {
            [Owned] Resource? _resource = new();
            public void Dispose() => Interlocked.Exchange(ref _resource, null)?.Dispose();
        }
        """);

    [Fact]
    public Task A_disposal_may_leave_the_work_to_another_member() => Verify("""
        class C : IDisposable
        {
            [Owned] readonly Resource _resource = new();
            [Owned] readonly Resource {|DIR0009:_other|} = new();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    Close();
                }
            }

            void Close() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_field_released_by_an_override_that_the_base_calls_is_released() => Verify("""
        abstract class Base : IDisposable
        {
            public void Dispose() => Close();
            protected abstract void Close();
        }

        sealed class C : Base
        {
            [Owned] readonly Resource _resource = new();
            protected override void Close() => _resource.Dispose();
        }
        """);

    [Theory]
    [InlineData("public void Dispose() => Close();", "protected abstract void Close();")]
    [InlineData("public void Dispose() { if (!_isDone) { _isDone = true; Finish(); } } bool _isDone; void Finish() { lock (this) { Close(); } }", "protected abstract void Close();")]
    [InlineData("~Base() => Close();", "protected virtual void Close() { }")]
    [InlineData("public void Dispose() { Action close = Close; close(); }", "protected abstract void Close();")]
    [InlineData("public void Dispose() => Registry.Remove(this);", "internal abstract void Close();")]
    [InlineData("public void Dispose() => OnEnd(); protected virtual void OnEnd() => Close();", "protected abstract void Close();")]
    public Task An_override_that_the_disposal_of_the_base_reaches_releases(string disposal, string member) => Verify($$"""
        static class Registry { public static void Remove(Base removed) => removed.Close(); }

        abstract class Base : IDisposable
        {
            {{disposal}}
            {{(disposal.Contains("Dispose()", StringComparison.Ordinal) ? "" : "public void Dispose() => GC.SuppressFinalize(this);")}}
            {{member}}
        }

        sealed class C : Base
        {
            [Owned] readonly Resource _resource = new();
            {{member.Split(' ')[0]}} override void Close() => _resource.Dispose();
        }
        """.Replace("removed.Close()", member.StartsWith("internal", StringComparison.Ordinal) ? "removed.Close()" : "removed.GetHashCode()", StringComparison.Ordinal));

    [Theory]
    [InlineData("public void Dispose() { }")]
    [InlineData("public void Dispose() => GC.SuppressFinalize(this);")]
    [InlineData("public void Dispose() => Registry.Remove(this);")]
    [InlineData("public void Dispose() { } public void End() => Close();")]
    [InlineData("public void Dispose() => Finish(); void Finish() { } void Unused() => Close();")]
    public Task An_override_that_the_disposal_of_the_base_does_not_reach_releases_nothing(string disposal) => Verify($$"""
        static class Registry { public static void Remove(Base removed) => removed.GetHashCode(); }

        abstract class Base : IDisposable
        {
            {{disposal}}
            protected abstract void Close();
        }

        sealed class C : Base
        {
            [Owned] readonly Resource {|DIR0009:_resource|} = new();
            protected override void Close() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task What_a_type_calls_itself_of_what_it_overrides_needs_no_base_that_calls_it() => Verify("""
        abstract class Base : IDisposable
        {
            public virtual void Dispose() { }
            protected virtual void Close() { }
        }

        sealed class C : Base
        {
            [Owned] readonly Resource _resource = new();
            public override void Dispose() => Close();
            protected override void Close() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task Of_a_base_in_another_assembly_nobody_knows_what_its_disposal_calls() => Verify("""
        sealed class C : System.IO.TextWriter
        {
            [Owned] readonly Resource _resource = new();
            public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
            public override void Flush() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_field_may_be_replaced_after_its_release_and_what_it_held_may_move_to_a_variable() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] Resource _resource = new();
            void Replace() { _resource.Dispose(); _resource = new Resource(); }
            void Swap() { Resource old = _resource; _resource = new Resource(); old.Dispose(); }
            void Lose() { Resource old = _resource; {|DIR0001:_resource|} = new Resource(); old.Use(); }
            void Fill() { _resource ??= new Resource(); }
            public void Dispose() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_field_that_is_asserted_to_hold_nothing_may_be_filled() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] Resource? _resource;
            void Set([Consumes] Resource r) { System.Diagnostics.Debug.Assert(_resource is null); _resource = r; }
            void Lose([Consumes] Resource r) { System.Diagnostics.Debug.Assert(_resource is not null); {|DIR0003:_resource|} = r; }
            public void Dispose() => _resource?.Dispose();
        }
        """);

    [Fact]
    public Task A_borrowed_reference_is_not_kept_in_an_owned_field()
        => Verify("sealed class C : IDisposable { [Owned] readonly Resource _r; C(Resource r) { _r = {|DIR0006:r|}; } C(Resource r, int n) { r.Acquire(); _r = r; } public void Dispose() => _r.Dispose(); }");

    [Fact]
    public Task A_field_made_by_the_first_who_needs_it_is_no_leak() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] Resource? _resource;

            void M()
            {
                var made = new Resource();
                if (Interlocked.CompareExchange(ref _resource, made, null) != null)
                {
                    made.Dispose();
                }
            }

            public void Dispose() => _resource?.Dispose();
        }
        """);

    [Fact]
    public Task A_constructor_that_disposes_of_the_object_before_it_throws_leaves_nothing() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] readonly Resource _resource;

            public C(bool isClosed)
            {
                _resource = new Resource();
                if (isClosed)
                {
                    Dispose();
                    throw new ObjectDisposedException("");
                }
            }

            public void Dispose() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_constructor_that_calls_something_else_before_it_throws_leaves_what_it_has() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] readonly Resource _resource;

            public C(bool isClosed)
            {
                _resource = {|DIR0002:new Resource()|};
                if (isClosed)
                {
                    Tell();
                    throw new ObjectDisposedException("");
                }
            }

            void Tell() => Console.WriteLine();

            public void Dispose() => _resource.Dispose();
        }
        """);

    [Fact]
    public Task A_struct_that_is_set_to_its_default_holds_nothing() => Verify("""
        sealed class C : IDisposable
        {
            [Owned] CancellationTokenRegistration _registration;

            public void Dispose()
            {
                _registration.Dispose();
                _registration = default;
            }
        }
        """);

    [Theory]
    [InlineData("bool _done;", "if (_done) { return; } _done = true;")]
    [InlineData("bool _open = true;", "if (!_open) { return; } _open = false;")]
    [InlineData("bool _done;", "if (_done == true) { return; } _done = true;")]
    [InlineData("int _done;", "if (Volatile.Read(ref _done) != 0) { return; } _done = 1;")]
    [InlineData("int _done;", "if (Interlocked.Exchange(ref _done, 1) != 0) { return; }")]
    [InlineData("object? _gate = new();", "if (_gate is null) { return; } _gate = null;")]
    [InlineData("int _uses;", "if (_uses > 3) { return; } _uses++;")]
    public Task A_flag_that_the_first_disposal_sets_tells_that_the_work_is_done(string flag, string guard)
        => Verify("sealed class C : IDisposable { [Owned] readonly Resource _resource = new(); " + flag + " public void Dispose() { " + guard + " _resource.Dispose(); } }");

    [Theory]
    [InlineData("bool _done;", "if (!_done) { return; } _done = true;")]
    [InlineData("bool _open = true;", "if (_open) { return; } _open = false;")]
    [InlineData("bool _done;", "if (_done != true) { return; } _done = true;")]
    [InlineData("bool _done;", "if (_done is false) { return; } _done = true;")]
    [InlineData("int _done;", "if (Volatile.Read(ref _done) == 0) { return; } _done = 1;")]
    [InlineData("object? _gate = new();", "if (_gate is not null) { return; } _gate = null;")]
    [InlineData("object? _gate = new();", "if (_gate != null) { return; } _gate = null;")]
    public Task A_flag_that_is_asked_the_wrong_way_round_tells_nothing(string flag, string guard)
        => Verify("sealed class C : IDisposable { [Owned] readonly Resource {|DIR0009:_resource|} = new(); " + flag + " public void Dispose() { " + guard + " _resource.Dispose(); } }");

    [Theory]
    [InlineData("protected override void Close() { }", "'Close' does not release it")]
    [InlineData("protected override void Close() { } protected override void Announce() { }", "what the disposal of its base calls does not release it")]
    [InlineData("protected override void Close() { } protected override void Announce() { } [ReleasesReference] public void End() { }", "'End' does not release it")]
    public async Task The_report_names_a_member_only_where_it_is_the_one_that_should_release(string members, string expected)
    {
        const string Base = "abstract class Base : IDisposable { public void Dispose() { Announce(); Close(); } protected virtual void Announce() { } protected abstract void Close(); }";
        Compilation compilation = AnalyzerRun.Compile("using System; using DeclIommu.Contracts;\n" + Counted.Resource + Base + "sealed class C : Base { [Owned] readonly Resource _resource = new(); " + members + " }", NullableContextOptions.Enable);
        Diagnostic fault = Assert.Single(await AnalyzerRun.AnalyzeAllAsync((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)compilation), static fault => fault.Id == "DIR0009");
        Assert.Contains(expected, fault.GetMessage(null), StringComparison.Ordinal);
    }

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Counted.Resource + source);
}
