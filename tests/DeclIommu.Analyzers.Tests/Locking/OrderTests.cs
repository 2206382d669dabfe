using System.Collections.Immutable;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Tests.Locking;

public sealed class OrderTests
{
    [Fact]
    public Task A_declared_order_that_contradicts_itself_is_an_error() => AnalyzerRun.VerifyAsync("""
        class C
        {
            [AcquiredBefore(nameof(_b))] readonly object _a = new();
            [AcquiredBefore(nameof(_c))] readonly object _b = new();
            [AcquiredBefore({|DIL0016:nameof(_a)|})] readonly object _c = new();
        }
        """);

    [Fact]
    public Task Opposite_orders_are_found_through_calls() => AnalyzerRun.VerifyAsync("""
        class C
        {
            readonly object _a = new();
            readonly object _b = new();
            [GuardedBy(nameof(_a))] int _x;
            [GuardedBy(nameof(_b))] int _y;

            void A() { lock (_a) { _x = 1; B(); } }
            void B() { lock (_b) { _y = 1; } }
            void D() { lock (_b) { lock ({|DIL0017:_a|}) { _x = 2; } } }
            void Warm() { lock (_a) { } }
        }
        """);

    [Fact]
    public async Task An_order_of_a_referenced_assembly_counts()
    {
        const string library = """
            using DeclIommu.Contracts;
            [assembly: LockOrderFact("Vendor.First", "Vendor.Second")]
            public class Vendor
            {
                public static readonly object First = new();
                public static readonly object Second = new();
                [GuardedBy(nameof(First), nameof(Second))] public static int X;
            }
            """;
        const string consumer = """
            class C
            {
                void M() { lock (Vendor.Second) { lock (Vendor.First) { Vendor.X = 1; } } }
            }
            """;
        using var image = new MemoryStream();
        Assert.True(AnalyzerRun.Compile(library, NullableContextOptions.Enable).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        Compilation compilation = AnalyzerRun.Compile(consumer, NullableContextOptions.Enable, MetadataReference.CreateFromImage(image.ToArray()));
        ImmutableArray<Diagnostic> found = await AnalyzerRun.AnalyzeAllAsync(compilation);
        Assert.Equal("DIL0017", Assert.Single(found, static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Id);
    }

    [Fact]
    public async Task An_order_that_several_paths_lead_to_is_reported_once()
    {
        Microsoft.CodeAnalysis.Compilation compilation = AnalyzerRun.Compile(
            "class C { readonly object _a = new(); readonly object _b = new(); void M() { lock (_a) { lock (_b) { } } } void N() { lock (_b) { lock (_a) { } } } }",
            Microsoft.CodeAnalysis.NullableContextOptions.Enable);
        Assert.Single(await AnalyzerRun.AnalyzeAllAsync(compilation), static diagnostic => diagnostic.Id == "DIL0017");
    }
}
