namespace DeclIommu.Analyzers.Tests.References;

/// <summary>Source around the code that a fix of the reference rules is about.</summary>
internal static class FixSource
{
    private const string Head = """
        using System;
        using System.Buffers;
        using System.Collections.Generic;
        using System.Runtime.InteropServices;
        using System.Threading.Tasks;
        using DeclIommu.Contracts;

        public enum Outcome { Refused, Acquired }

        [ReferenceCounted]
        public abstract class Resource : IDisposable
        {
            [TryAcquiresReference(true)] public abstract bool TryAcquire();
            [TryAcquiresReference(false)] public abstract bool IsGone();
            [TryAcquiresReference(Outcome.Acquired)] public abstract Outcome Acquire();
            [TryAcquiresReference(null)] public abstract string? AcquireOrTell();
            [TryAcquiresReference(true)] public abstract Task<bool> TryAcquireAsync();
            [ReleasesReference] public abstract void Dispose();
            public abstract int Use();
        }

        [ReferenceCounted]
        public abstract class Special : Resource;

        [ReferenceCounted]
        public abstract class Counted
        {
            [ReleasesReference] public abstract int Release();
            public abstract int Use();
        }

        [ReferenceCounted]
        public abstract class Last
        {
            [ReleasesReference, FinalRelease] public abstract bool Release();
            public abstract int Use();
        }

        [ReferenceCounted]
        public abstract class Slow : IAsyncDisposable
        {
            [ReleasesReference] public abstract ValueTask DisposeAsync();
            public abstract int Use();
        }

        public abstract class Maker
        {
            [ReturnsOwned] public abstract Resource Make();
            [ReturnsOwned] public abstract Resource? MakeOrNull();
            [TryAcquiresReference(true)] public abstract bool TryMake([Owned] out Resource made);
            [TryAcquiresReference(false)] public abstract bool Fails([Owned] out Resource? made);
            public abstract void Give([Owned] out Resource made);
            [ReturnsOwned] public abstract Counted MakeCounted();
            [ReturnsOwned] public abstract Last MakeLast();
            [ReturnsOwned] public abstract Slow MakeSlow();
            public static void Work() => GC.Collect();
            public static bool Keep(byte[] buffer) => buffer.Length > 0;
        }


        """;

    /// <summary>Declarations after those of the resources.</summary>
    public static string With(string declarations) => Head.ReplaceLineEndings("\n") + declarations.ReplaceLineEndings("\n");

    /// <summary>A method with a body.</summary>
    public static string Method(string body, string signature = "void M(Maker maker, Resource lent)")
        => With("class C\n{\n    Resource? _kept;\n\n    public object? Kept => _kept;\n\n    unsafe " + signature + "\n    {\n" + Indent(body, 8) + "\n    }\n}\n").Replace("unsafe async", "async", StringComparison.Ordinal);

    private static string Indent(string text, int depth)
        => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? line : new string(' ', depth) + line));
}
