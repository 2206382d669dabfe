using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class LeakTests
{
    private const string Resource = """
        [ReferenceCounted]
        sealed class Resource : IDisposable
        {
            [AcquiresReference] public extern void Acquire();
            [TryAcquiresReference(true)] public extern bool TryAcquire();
            [ReleasesReference] public extern void Dispose();
            public extern void Use();
        }

        """;

    [Fact]
    public Task A_fresh_object_put_into_a_table_and_returned_as_owned_is_no_leak() => Verify("""
        class Map
        {
            readonly Dictionary<int, Resource> _all = [];

            [return: ReturnsOwned]
            Resource? TryMake(int id)
            {
                if (id < 0)
                {
                    return null;
                }

                Resource made = new();
                made.Use();
                _all.Add(id, made);
                return made;
            }
        }
        """);

    private static Task Verify(string source) => AnalyzerRun.VerifyAsync(Resource + source);
}
