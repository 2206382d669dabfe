namespace DeclIommu.Analyzers.Tests.References;

/// <summary>A counted type to test with.</summary>
internal static class Counted
{
    public const string Resource = """
        [ReferenceCounted]
        sealed class Resource : IDisposable
        {
            [AcquiresReference] public extern void Acquire();
            [TryAcquiresReference(true)] public extern bool TryAcquire();
            [ReleasesReference] public extern void Dispose();
            [ReleasesReference, FinalRelease] public extern bool Release();
            public extern void Use();
        }

        """;
}
