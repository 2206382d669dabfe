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
    [InlineData("SafeHandle? _h; void M(SafeHandle h, Action act) { bool ok = false; try { _h = h; _h.DangerousAddRef(ref ok); act(); } catch (Exception) { if (ok) { _h?.DangerousRelease(); } throw; } }")] // kept unless it fails
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

    [Theory]
    [InlineData("object Fill(Span<byte> bytes) => bytes.Length; void M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; Fill(a); }")]
    [InlineData("void Fill(Span<byte> bytes) { } void M(int n) { byte[]? a = null; Span<byte> s = n > 9 ? (a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}) : stackalloc byte[9]; Fill(s); if (a != null) { Console.WriteLine(); } }")]
    [InlineData("ref struct Writer(Span<byte> bytes) { public Span<byte> Bytes = bytes; } int M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; var w = new Writer(a); return w.Bytes.Length; }")]
    [InlineData("void Keep(Memory<byte> bytes) { } void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Keep(a); }")]
    [InlineData("unsafe void M(int n) { Span<byte> s = new Span<byte>(NativeMemory.Alloc((nuint)n), n); Keep(s); } unsafe void Keep(Span<byte> s) { fixed (byte* p = s) { NativeMemory.Free(p); } }")] // memory that only a span names
    public Task Who_is_passed_a_span_of_an_array_cannot_give_it_back(string members) => Verify(members);

    [Theory]
    [InlineData("async Task M(Stream s, int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; await s.ReadExactlyAsync(a.AsMemory(0, n)); }")]
    [InlineData("Task Fill(Memory<byte> m) => Task.CompletedTask; async Task M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; await Fill(new Memory<byte>(a, 0, n)).ConfigureAwait(false); }")]
    [InlineData("Task<string> Fill(ReadOnlyMemory<byte> m) => Task.FromResult(\"\"); async Task M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; Memory<byte> m = a; m = m.Slice(0, n); await Fill(m); m.Span.Clear(); }")]
    [InlineData("async Task M(Stream s, int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Memory<byte> m = a.AsMemory(0, n); try { await s.ReadExactlyAsync(m); } finally { ArrayPool<byte>.Shared.Return(a); } }")]
    [InlineData("async Task M(Stream s, int n) { byte[]? last = null; while (await s.ReadAsync(new byte[1]) > 0) { byte[] a = ArrayPool<byte>.Shared.Rent(n); await s.ReadExactlyAsync(a.AsMemory(0, n)); if (last != null) { ArrayPool<byte>.Shared.Return(last); } a[0] = 1; last = a; } if (last != null) { ArrayPool<byte>.Shared.Return(last); } }")]
    [InlineData("async Task M(Stream s, int n) { byte[]? last = null; while (await s.ReadAsync(new byte[1]) > 0) { byte[] a = ArrayPool<byte>.Shared.Rent(n); await s.ReadExactlyAsync(new Memory<byte>(a, 0, n)); if (last != null) { ArrayPool<byte>.Shared.Return(last); } a[0] = 1; last = a; } if (last != null) { ArrayPool<byte>.Shared.Return(last); } }")]
    [InlineData("async Task M(Stream s, int n) { byte[]? first = null; while (await s.ReadAsync(new byte[1]) > 0) { byte[] a = ArrayPool<byte>.Shared.Rent(n); await s.ReadExactlyAsync(a.AsMemory(0, n)); if (first != null) { ArrayPool<byte>.Shared.Return(a); } else { first = a; } } if (first != null) { first[0] = 1; ArrayPool<byte>.Shared.Return(first); } }")]
    [InlineData("async Task M(System.Threading.Channels.ChannelWriter<Memory<byte>> w, int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); await w.WriteAsync(a.AsMemory(0, n)); }")] // collected
    [InlineData("Memory<byte> _m; void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Memory<byte> m = a; _m = m.Slice(1); }")]
    [InlineData("Memory<byte> M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); return a.AsMemory(0, n); }")]
    [InlineData("Task Begin(Memory<byte> m) => Task.CompletedTask; Task M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); return Begin(a.AsMemory(0, n)); }")]
    [InlineData("List<Memory<byte>> _all = []; void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); _all.Add(a); }")]
    [InlineData("Func<int> M(int n) { Memory<byte> m = ArrayPool<byte>.Shared.Rent(n); return () => m.Length; }")]
    [InlineData("void M(int n) { Memory<byte> m = ArrayPool<byte>.Shared.Rent(n); if (MemoryMarshal.TryGetArray<byte>(m, out ArraySegment<byte> s)) { ArrayPool<byte>.Shared.Return(s.Array!); } }")]
    [InlineData("int M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Memory<byte> m = a; ArrayPool<byte>.Shared.Return(a); return {|DIR0004:m.Span|}[0] + m.Length; }")]
    public Task A_memory_over_an_array_goes_where_it_goes_and_who_is_awaited_is_done_with_it(string members) => Verify(members);

    [Theory]
    [InlineData("void M(Stream s) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(16)|}; int n = 0; try { while (true) { int r = s.Read(a, n, a.Length - n); if (r == 0) { break; } n += r; if (n >= a.Length) { byte[] b = {|DIR0001:ArrayPool<byte>.Shared.Rent(a.Length * 2)|}; Array.Copy(a, b, n); byte[] c = a; a = b; c[0] = 1; } } } finally { ArrayPool<byte>.Shared.Return(a); } }")]
    [InlineData("bool M(string path, out string? text) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(16)|}; int n = 0; try { FileStream s = new FileStream(path, FileMode.Open); while (true) { int r = s.Read(a, n, a.Length - n); if (r == 0) { break; } n += r; if (n >= a.Length) { byte[] b = {|DIR0001:ArrayPool<byte>.Shared.Rent(a.Length * 2)|}; Array.Copy(a, b, n); byte[] c = a; a = b; c[0] = 1; } } text = a.ToString(); return true; } catch (Exception e) when (e is IOException) { text = null; return false; } finally { ArrayPool<byte>.Shared.Return(a); } }")] // on the way of an exception nobody knows which
    [InlineData("bool M(Stream s) { byte[] a = ArrayPool<byte>.Shared.Rent(16); int n = 0; try { while (true) { int r = s.Read(a, n, a.Length - n); if (r == 0) { break; } n += r; if (n >= a.Length) { byte[] b = ArrayPool<byte>.Shared.Rent(a.Length * 2); byte[] c = a; a = b; ArrayPool<byte>.Shared.Return(c); } } return true; } catch (IOException) { return false; } finally { ArrayPool<byte>.Shared.Return(a); } }")]
    public Task What_grew_out_of_its_variable_is_lost(string members) => Verify(members);

    private static Task Verify(string members) => AnalyzerRun.VerifyAsync(Usings + "class C\n{\n" + members + "\n}\n");
}
