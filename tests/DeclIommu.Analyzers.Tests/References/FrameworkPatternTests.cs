using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Shapes in which the framework's own source gives what it got from a known pair back, or hands it on: none of them is reported, information included.</summary>
public sealed class FrameworkPatternTests
{
    private const string Usings = "using System.Buffers; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Security.Cryptography;\n";

    public static TheoryData<string, string> Right => new()
    {
        { "the length of a buffer that was returned", """void M(int n) { byte[]? a = null; Span<byte> s = stackalloc byte[9]; while (s.Length < n) { if (a != null) { ArrayPool<byte>.Shared.Return(a); } a = ArrayPool<byte>.Shared.Rent(s.Length * 2); s = a; } if (a != null) { ArrayPool<byte>.Shared.Return(a); } }""" },
        { "a handle boxed as the state of a continuation", """void M(Task t, object o) { GCHandle h = GCHandle.Alloc(o); t.ContinueWith(static (_, state) => ((GCHandle)state!).Free(), h); }""" },
        { "memory that a safe handle takes", """sealed class Box : SafeHandle { public unsafe Box(nuint n) : base(0, true) { void* p = NativeMemory.Alloc(n); SetHandle((nint)p); } public override bool IsInvalid => handle == 0; protected override unsafe bool ReleaseHandle() { NativeMemory.Free((void*)handle); return true; } }""" },
        { "a pointer cleared before the finally block", """nint M(Action act, int n, bool g) { nint p = IntPtr.Zero; try { act(); p = g ? Marshal.AllocHGlobal(n) : Marshal.AllocCoTaskMem(n); act(); nint r = p; p = IntPtr.Zero; return r; } finally { if (p != IntPtr.Zero) { if (g) { Marshal.FreeHGlobal(p); } else { Marshal.FreeCoTaskMem(p); } } } }""" },
        { "memory that only a span names", """unsafe byte* _p; unsafe void M(int n) { Span<byte> s = new Span<byte>(NativeMemory.Alloc((nuint)n), n); _p = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(s)); }""" },
        { "two handles released in one finally block", """void M(SafeHandle h, SafeHandle k) { bool a = false, b = false; try { h.DangerousAddRef(ref a); k.DangerousAddRef(ref b); } finally { if (a) { h.DangerousRelease(); } if (b) { k.DangerousRelease(); } } }""" },
        { "a pinned buffer cleared before it is let go", """void M(byte[] b) { GCHandle h = GCHandle.Alloc(b, GCHandleType.Pinned); try { b.ToString(); } finally { CryptographicOperations.ZeroMemory(b.AsSpan(0, 1)); h.Free(); } }""" },
        { "a handle passed on beside an address", """unsafe MemoryHandle M(string t) { GCHandle h = GCHandle.Alloc(t, GCHandleType.Pinned); return new MemoryHandle(Unsafe.AsPointer(ref Unsafe.AsRef(in t.GetPinnableReference())), h); }""" },
        { "an address of an array passed on with its handle", """unsafe MemoryHandle M(byte[] t) { GCHandle h = GCHandle.Alloc(t, GCHandleType.Pinned); return new MemoryHandle(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(t)), h); }""" },
        { "a clean-up of one's own that throws", """static unsafe void Drop(void* p) => NativeMemory.Free(p); unsafe void* M(Action act) { void* p = null; try { p = NativeMemory.Alloc(9); act(); void* r = p; p = null; return r; } finally { if (p != null) { Drop(p); } } }""" },
        { "a handle written to where a call says", """unsafe GCHandle* _h; unsafe ref GCHandle At(int i) => ref _h[i]; void M(object o) { At(0) = GCHandle.Alloc(o); At(1) = GCHandle.Alloc(o); }""" },
        { "released where the filter says that it was allocated", """unsafe nint M(Action act, nint p) { bool mine = false; if (p == 0) { p = Marshal.AllocCoTaskMem(9); mine = true; } try { act(); } catch (Exception) when (mine) { Marshal.FreeCoTaskMem(p); throw; } return p; }""" },
        { "a local function that calls itself", """void M(int k) { Work(k); static void Work(int n) { byte[]? a = null, b = null; Span<byte> s = n > 9 ? (a = ArrayPool<byte>.Shared.Rent(n)) : stackalloc byte[9]; Span<byte> t = n > 9 ? (b = ArrayPool<byte>.Shared.Rent(n)) : stackalloc byte[9]; s.Clear(); t.Clear(); Work(n / 2); if (a != null) { ArrayPool<byte>.Shared.Return(a); } if (b != null) { ArrayPool<byte>.Shared.Return(b); } } }""" },
        { "bytes copied before the pointer is returned", """unsafe nint M(byte[] b) { nint p = Marshal.AllocCoTaskMem(9); fixed (byte* s = b) { Buffer.MemoryCopy(s, (void*)p, 9, 9); } return p; }""" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public Task What_the_framework_does_with_its_pairs_is_right(string name, string member)
        => AnalyzerRun.VerifyInformationAsync(Usings + "class C { /* " + name + " */ " + member + " }", RuleIds.Leak, RuleIds.LeakOnException, RuleIds.LeakByOverwrite);

    [Fact]
    public Task A_method_of_the_same_source_is_not_taken_for_the_framework_s()
        => AnalyzerRun.VerifyInformationAsync(
            """
            namespace System.IO
            {
                class Writer
                {
                    System.Threading.Tasks.Task WriteAsync(byte[] b) => System.Threading.Tasks.Task.CompletedTask;
                    static async System.Threading.Tasks.Task FinishAsync(System.Threading.Tasks.Task t, byte[] b)
                    {
                        try { await t; } finally { System.Buffers.ArrayPool<byte>.Shared.Return(b); }
                    }

                    System.Threading.Tasks.ValueTask M(int n)
                    {
                        byte[] a = System.Buffers.ArrayPool<byte>.Shared.Rent(n);
                        return new System.Threading.Tasks.ValueTask(FinishAsync(System.Threading.Tasks.Task.CompletedTask, a));
                    }
                }
            }
            """,
            RuleIds.Leak);

    [Theory]
    [InlineData("""void M(int n) { byte[] a = ArrayPool<byte>.Shared.Rent(n); ArrayPool<byte>.Shared.Return(a); {|DIR0004:a[0]|} = 1; }""")]
    [InlineData("""void M(int n) { nint p = {|DIR0001:Marshal.AllocHGlobal(n)|}; Span<byte> s; unsafe { s = new Span<byte>((void*)p, n); } s.Clear(); }""")]
    [InlineData("""void M(object o) { GCHandle h = {|DIR0001:GCHandle.Alloc(o)|}; if (h.IsAllocated) { o.ToString(); } }""")]
    [InlineData("""void M(int k) { Work(k); static void Work(int n) { byte[] a = {|DIR0001:ArrayPool<byte>.Shared.Rent(n)|}; if (n > 9) { Work(n / 2); return; } ArrayPool<byte>.Shared.Return(a); } }""")]
    [InlineData("""unsafe void* M(Action act) { void* p = {|DIR0002:NativeMemory.Alloc(9)|}; act(); return p; }""")]
    [InlineData("""void M(SafeHandle h, Action act) { bool a = false; {|DIR0002:h.DangerousAddRef(ref a)|}; act(); if (a) { h.DangerousRelease(); } }""")]
    public Task What_looks_like_it_and_is_wrong_is_reported(string member)
        => AnalyzerRun.VerifyInformationAsync(Usings + "class C { " + member + " }", RuleIds.LeakOnException);
}
