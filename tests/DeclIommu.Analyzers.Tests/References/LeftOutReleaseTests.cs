using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>A release left out of code of a kind that is found in the framework's source is reported, and what others release is not.</summary>
public sealed class LeftOutReleaseTests
{
    private const string Usings = "using System.Buffers; using System.IO; using System.Runtime.InteropServices;\n";

    [Theory]
    [InlineData("void M(SafeHandle h) { bool ok = false; try { {|DIR0001:h.DangerousAddRef(ref ok)|}; h.ToString(); } finally { if (ok) { Console.WriteLine(); } } }")]
    [InlineData("void M(SafeHandle h) { bool ok = false; h.DangerousAddRef(ref ok); Console.WriteLine(ok); }")] // nothing depends on the flag: the release is due elsewhere
    [InlineData("bool _ok; void M(SafeHandle h) { h.DangerousAddRef(ref _ok); if (_ok) { Console.WriteLine(); } }")] // a flag that others see too
    public Task A_flag_of_a_safe_handle_that_is_asked_shows_that_the_release_belongs_there(string member) => Verify(member);

    [Theory]
    [InlineData("object Use(SafeHandle h) => h; object M(SafeHandle h) { bool ok = false; {|DIR0001:h.DangerousAddRef(ref ok)|}; object o = Use(h); if (ok) { Console.WriteLine(); } return o; }")]
    [InlineData("object Use(GCHandle h) => h; object M(object o) { GCHandle h = GCHandle.Alloc(o); return Use(h); }")] // a handle that is an object of its own
    public Task Who_is_passed_an_object_with_counted_references_has_not_taken_that_of_the_caller(string members) => Verify(members);

    [Theory]
    [InlineData("object Fill(byte[] buffer, int offset, int count) => buffer; void M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; Fill(a, 0, n); }")]
    [InlineData("object Keep(byte[] buffer, int count) => buffer; void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Keep(a, n); }")]
    [InlineData("object Keep(byte[] buffer, int offset, string name) => buffer; void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Keep(a, 0, \"\"); }")]
    public Task A_buffer_passed_with_an_offset_and_a_length_is_not_kept(string members) => Verify(members);

    [Theory]
    [InlineData("int Fill(byte[] buffer) => buffer.Length; void M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; Fill(a); }")]
    [InlineData("Task<int> Fill(byte[] buffer) => Task.FromResult(buffer.Length); async Task M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; await Fill(a); }")]
    [InlineData("bool Keep(byte[] buffer) => true; void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Keep(a); }")]
    [InlineData("Task<string> Keep(byte[] buffer) => Task.FromResult(\"\"); async Task M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); await Keep(a); }")]
    public Task Who_answers_with_a_number_has_not_kept_what_was_passed(string members) => Verify(members);

    private static Task Verify(string members) => AnalyzerRun.VerifyAsync(Usings + "class C\n{\n" + members + "\n}\n");
}
