using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Pairs of the framework are checked without a contract, and code that is plainly right is left alone.</summary>
public sealed class KnownPairTests
{
    private const string Usings = "using System.Buffers; using System.IO; using System.Runtime.InteropServices;\n";

    public static TheoryData<string, string> Wrong => new()
    {
        { "an early return", """int M(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; if (n < 4) { return 0; } int s = a[0]; ArrayPool<byte>.Shared.Return(a); return s; }""" },
        { "never returned", """int M(Stream s, int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; return s.Read(a, 0, n); }""" },
        { "used after it was returned", """int M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); ArrayPool<byte>.Shared.Return(a); return {|DIR0004:a[0]|}; }""" },
        { "returned twice", """void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); ArrayPool<byte>.Shared.Return(a); {|DIR0005:ArrayPool<byte>.Shared.Return(a)|}; }""" },
        { "overwritten", """void M(int n) { byte[] a = {|DIR0003:ArrayPool<byte>.Shared.Rent(n)|}; a = ArrayPool<byte>.Shared.Rent(n * 2); ArrayPool<byte>.Shared.Return(a); }""" },
        { "a handle never freed", """nint M(object o) { GCHandle h = {|DIR0001:GCHandle.Alloc(o, GCHandleType.Pinned)|}; return h.AddrOfPinnedObject(); }""" },
        { "a handle used after it is freed", """nint M(object o) { GCHandle h = GCHandle.Alloc(o); h.Free(); return {|DIR0004:h.AddrOfPinnedObject()|}; }""" },
        { "native memory on an early return", """unsafe int M(nuint n) { byte* p = (byte*){|DIR0001:NativeMemory.Alloc(n)|}; if (n < 4) { return 0; } int v = *p; NativeMemory.Free(p); return v; }""" },
        { "global memory lost where the member throws", """void M(int n) { nint p = {|DIR0002:Marshal.AllocHGlobal(n)|}; if (n > 9) { throw new InvalidOperationException(); } Marshal.FreeHGlobal(p); }""" },
        { "an owner of memory never disposed of", """int M() { IMemoryOwner<byte> o = {|DIR0001:MemoryPool<byte>.Shared.Rent(9)|}; return o.Memory.Length; }""" },
        { "a safe handle released on some paths only", """bool M(SafeHandle h, int n) { bool ok = false; {|DIR0001:h.DangerousAddRef(ref ok)|}; if (n == 0) { return false; } if (ok) { h.DangerousRelease(); } return true; }""" },
    };

    public static TheoryData<string, string> Right => new()
    {
        { "rented, used and returned in finally", """async Task<int> M(Stream s, int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); try { return await s.ReadAsync(a.AsMemory(0, n)); } finally { ArrayPool<byte>.Shared.Return(a); } }""" },
        { "rented above a threshold", """int M(ReadOnlySpan<char> t) { char[]? r = null; Span<char> b = t.Length <= 256 ? stackalloc char[256] : (r = ArrayPool<char>.Shared.Rent(t.Length)); t.CopyTo(b); int s = b[0]; if (r is not null) { ArrayPool<char>.Shared.Return(r); } return s; }""" },
        { "rented and returned under the same condition", """int M(int n) { byte[] a = n > 256 ? ArrayPool<byte>.Shared.Rent(n) : new byte[256]; int s = a.Length; if (n > 256) { ArrayPool<byte>.Shared.Return(a); } return s; }""" },
        { "rented and returned under a condition of a field", """bool _big; int M(int n) { byte[] a = []; if (_big) { a = ArrayPool<byte>.Shared.Rent(n); } int s = a.Length; if (_big) { ArrayPool<byte>.Shared.Return(a); } return s; }""" },
        { "returned unless it is the first one", """int M(byte[] first, int n) { byte[] a = first; if (n > a.Length) { a = ArrayPool<byte>.Shared.Rent(n); } int s = a.Length; if (a != first) { ArrayPool<byte>.Shared.Return(a); } return s; }""" },
        { "grown in a loop", """int M(Stream s) { byte[] a = ArrayPool<byte>.Shared.Rent(16); int n = 0; while (true) { if (n == a.Length) { byte[] g = ArrayPool<byte>.Shared.Rent(a.Length * 2); Buffer.BlockCopy(a, 0, g, 0, n); ArrayPool<byte>.Shared.Return(a); a = g; } int r = s.Read(a, n, a.Length - n); if (r == 0) { break; } n += r; } ArrayPool<byte>.Shared.Return(a); return n; }""" },
        { "kept in a field", """byte[]? _a; void M(int n) { _a = ArrayPool<byte>.Shared.Rent(n); } void N() { byte[]? a = _a; _a = null; if (a is not null) { ArrayPool<byte>.Shared.Return(a); } }""" },
        { "a field returned and rented anew", """byte[] _a = []; byte M(int n) { ArrayPool<byte>.Shared.Return(_a); _a = ArrayPool<byte>.Shared.Rent(n); return _a[0]; }""" },
        { "a pointer in a field freed and cleared", """nint _p; bool M() { Marshal.FreeHGlobal(_p); _p = 0; return _p.Equals(0); }""" },
        { "given to a constructor", """Stream M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); return new MemoryStream(a); }""" },
        { "given to someone who may take it", """void Take(byte[] a) { } void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); Take(a); }""" },
        { "returned to the caller", """byte[] M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); a[0] = 1; return a; }""" },
        { "returned to the caller in a tuple", """(byte[], int) M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); return (a, n); }""" },
        { "given by an out parameter", """void M(int n, out byte[] a) { a = ArrayPool<byte>.Shared.Rent(n); a[0] = 1; }""" },
        { "captured", """Action M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); return () => ArrayPool<byte>.Shared.Return(a); }""" },
        { "returned by a local function", """int M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); int s = a.Length; Done(); return s; void Done() => ArrayPool<byte>.Shared.Return(a); }""" },
        { "taken over unless it fails", """Stream M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); try { return new MemoryStream(a, 0, n); } catch { ArrayPool<byte>.Shared.Return(a); throw; } }""" },
        { "a list of arrays returned one by one", """void M(List<byte[]> all) { foreach (byte[] a in all) { ArrayPool<byte>.Shared.Return(a); } for (int i = 0; i < all.Count; i++) { ArrayPool<byte>.Shared.Return(all[i]); } }""" },
        { "flagged as given away", """void M(Queue<byte[]> q, int n) { byte[]? a = ArrayPool<byte>.Shared.Rent(n); try { q.Enqueue(a); a = null; } finally { if (a != null) { ArrayPool<byte>.Shared.Return(a); } } }""" },
        { "a handle freed if it is allocated", """nint M(object o, bool pin) { GCHandle h = default; try { if (pin) { h = GCHandle.Alloc(o, GCHandleType.Pinned); return h.AddrOfPinnedObject(); } return 0; } finally { if (h.IsAllocated) { h.Free(); } } }""" },
        { "a handle made a pointer", """nint M(object o) { GCHandle h = GCHandle.Alloc(o); return GCHandle.ToIntPtr(h); } void N(nint p) { GCHandle h = GCHandle.FromIntPtr(p); object? o = h.Target; h.Free(); }""" },
        { "a safe handle released in finally", """void M(SafeHandle h) { bool ok = false; try { h.DangerousAddRef(ref ok); } finally { if (ok) { h.DangerousRelease(); } } }""" },
        { "a safe handle held for later", """void M(SafeHandle h) { bool ok = false; h.DangerousAddRef(ref ok); } void N(SafeHandle h) => h.DangerousRelease();""" },
        { "native memory walked through", """unsafe void* M(nuint n) { byte* p = (byte*)NativeMemory.Alloc(n); for (byte* q = p; q < p + n; q++) { *q = 1; } return p; }""" },
        { "native memory grown", """unsafe void M(nuint n) { void* p = NativeMemory.Alloc(n); p = NativeMemory.Realloc(p, n * 2); NativeMemory.Free(p); }""" },
        { "an owner of memory in using", """int M() { using IMemoryOwner<byte> o = MemoryPool<byte>.Shared.Rent(9); return o.Memory.Length; }""" },
        { "an owner of memory handed on", """IMemoryOwner<byte> M() { IMemoryOwner<byte> o = MemoryPool<byte>.Shared.Rent(9); o.Memory.Span[0] = 1; return o; }""" },
        { "a disposal that runs once", """byte[]? _a = ArrayPool<byte>.Shared.Rent(9); void M() { byte[]? a = Interlocked.Exchange(ref _a, null); if (a != null) { ArrayPool<byte>.Shared.Return(a); } }""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task A_lost_or_misused_object_of_a_pair_is_reported(string name, string member) => AnalyzerRun.VerifyAsync(Wrap(name, member));

    [Theory]
    [MemberData(nameof(Right))]
    public Task Code_that_is_right_is_left_alone(string name, string member) => AnalyzerRun.VerifyAsync(Wrap(name, member));

    [Fact]
    public Task A_builder_that_grows_is_left_alone() => AnalyzerRun.VerifyAsync(Usings + """
        ref struct ValueStringBuilder
        {
            char[]? _arrayToReturnToPool;
            Span<char> _chars;
            int _pos;

            public ValueStringBuilder(int initialCapacity)
            {
                _arrayToReturnToPool = ArrayPool<char>.Shared.Rent(initialCapacity);
                _chars = _arrayToReturnToPool;
                _pos = 0;
            }

            void Grow(int additional)
            {
                char[] poolArray = ArrayPool<char>.Shared.Rent(Math.Max(_pos + additional, _chars.Length * 2));
                _chars.Slice(0, _pos).CopyTo(poolArray);
                char[]? toReturn = _arrayToReturnToPool;
                _chars = _arrayToReturnToPool = poolArray;
                if (toReturn != null)
                {
                    ArrayPool<char>.Shared.Return(toReturn);
                }
            }

            public void Dispose()
            {
                char[]? toReturn = _arrayToReturnToPool;
                this = default;
                if (toReturn != null)
                {
                    ArrayPool<char>.Shared.Return(toReturn);
                }
            }
        }
        """);

    [Fact]
    public async Task A_file_names_pairs_of_a_library_with_the_value_of_failure()
    {
        const string Source = """
            namespace Vendor
            {
                public class Pool { public object? Take() => null; public void Give(object item) { } }
                public class Gate { public bool Enter() => true; public void Leave() { } }
            }
            class C
            {
                void Leaks(Vendor.Pool pool) { object? item = {|DIR0001:pool.Take()|}; }
                void Gives(Vendor.Pool pool) { object? item = pool.Take(); if (item == null) { return; } pool.Give(item); }
                void Enters(Vendor.Gate gate, int n) { if (!{|DIR0001:gate.Enter()|}) { return; } if (n == 0) { return; } gate.Leave(); }
                void Leaves(Vendor.Gate gate) { if (gate.Enter()) { gate.Leave(); } }
            }
            """;
        var file = new AdditionalFile("Vendor.pairs.txt", """
            # pools and gates
            M:Vendor.Pool.Take M:Vendor.Pool.Give(System.Object) null
            M:Vendor.Gate.Enter M:Vendor.Gate.Leave false
            """);

        Assert.Equal(
            Markup.Parse(Source).Expected.Select(static mark => mark.Span).Order(),
            (await AnalyzeAsync(Source, file)).Select(static diagnostic => diagnostic.Location.SourceSpan).Order());
    }

    [Theory]
    [InlineData("M:Vendor.Pool.Take")]
    [InlineData("Vendor.Pool.Take M:Vendor.Pool.Give")]
    [InlineData("M:Vendor.Pool.Take M:Vendor.Pool.Give nothing")]
    public async Task A_line_of_a_file_of_pairs_that_cannot_be_read_is_reported(string line)
    {
        Diagnostic diagnostic = Assert.Single(await AnalyzeAsync("class C;", new AdditionalFile("Vendor.pairs.txt", "# a comment\n" + line)));

        Assert.Equal(("DIR0015", 1), (diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
    }

    private static string Wrap(string name, string member) => Usings + "// " + name + "\nclass C\n{\n" + member + "\n}\n";

    private static async Task<List<Diagnostic>> AnalyzeAsync(string marked, AdditionalFile file)
    {
        Compilation compilation = AnalyzerRun.Compile(Markup.Parse(marked).Source, NullableContextOptions.Enable);
        return [.. (await AnalyzerRun.AnalyzeAllAsync(compilation, files: file)).Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}
