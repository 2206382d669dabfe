using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.References;

public sealed class OwnershipReaderTests
{
    private const string Source = """
        using DeclIommu.Contracts;
        public enum Status { Done = 4, Failed = 5 }

        [ReferenceCounted]
        public class Resource
        {
            [AcquiresReference] public void Acquire() { }
            [TryAcquiresReference(true)] public bool TryAcquire() => true;
            [ReleasesReference, FinalRelease] public virtual bool Release() => true;
        }

        public class Special : Resource
        {
            public override bool Release() => false;
        }

        public interface ITable
        {
            [ReturnsOwned] Resource Get(int id);
            void Put([Consumes(OnThrow = true)] Resource resource, [Borrows] Resource other, object more);
        }

        public class Table : ITable
        {
            public readonly object Gate = new();
            [Owned] public Resource Field = new();
            [field: Owned] public Resource Property { get; } = new();
            public Resource Other = new();
            public Resource Get(int id) => Field;
            public void Put(Resource resource, Resource other, object more) { }
            [return: BorrowedWhile(nameof(Gate))] public Resource Find(int id) => Field;
            [TryAcquiresReference(Status.Done)] public static Status Open([Owned] out Resource resource) { resource = new(); return Status.Done; }
            [ReturnsBorrowed] public Resource Current => Field;
            public static T Same<T>(T value) where T : Resource => value;
        }

        [UncheckedOwnership("a reason")] public class Trusted { public void M() { } }
        """;

    public static TheoryData<bool> Origins => [false, true];

    [Theory]
    [MemberData(nameof(Origins))]
    public void Counts_are_read_of_the_receiver(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);

        Assert.Equal(ReceiverEffect.Acquires, reader.Of(Method(compilation, "Resource", "Acquire")).Receiver);
        OwnershipContract attempt = reader.Of(Method(compilation, "Resource", "TryAcquire"));
        Assert.Equal((ReceiverEffect.TryAcquires, true, true), (attempt.Receiver, attempt.IsConditional, attempt.Success));
        OwnershipContract release = reader.Of(Method(compilation, "Resource", "Release"));
        Assert.Equal((ReceiverEffect.Releases, true), (release.Receiver, release.IsFinalRelease));
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void A_constructor_of_a_counted_type_gives_an_owned_reference(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);

        Assert.Equal(ResultOwnership.Owned, reader.Of(Type(compilation, "Resource").InstanceConstructors[0]).Result);
        Assert.Equal(ResultOwnership.Owned, reader.Of(Type(compilation, "Special").InstanceConstructors[0]).Result);
        Assert.True(reader.Of(Type(compilation, "Table").InstanceConstructors[0]).IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void What_an_override_or_implementation_does_not_say_it_inherits(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);

        Assert.Equal(ReceiverEffect.Releases, reader.Of(Method(compilation, "Special", "Release")).Receiver);
        Assert.True(reader.Stated(Method(compilation, "Special", "Release")).IsEmpty);
        Assert.Equal(ResultOwnership.Owned, reader.Of(Method(compilation, "Table", "Get")).Result);
        OwnershipContract put = reader.Of(Method(compilation, "Table", "Put"));
        Assert.Equal(
            [new ParameterOwnership(ParameterOwnershipKind.Consumes, OnThrow: true), new ParameterOwnership(ParameterOwnershipKind.Borrows), ParameterOwnership.Unstated],
            put.Parameters);
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void An_owned_out_parameter_and_the_status_that_grants_it_are_read(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);

        OwnershipContract open = reader.Of(Method(compilation, "Table", "Open"));
        Assert.Equal((ReceiverEffect.None, true, (object?)4), (open.Receiver, open.IsConditional, open.Success));
        Assert.True(open.HasOwnedOut);
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void A_borrowed_result_names_the_lock_under_which_it_is_valid(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);

        OwnershipContract find = reader.Of(Method(compilation, "Table", "Find"));
        Assert.Equal((ResultOwnership.Borrowed, "Gate"), (find.Result, find.ValidWhile?.Text));
        Assert.Equal(ResultOwnership.Borrowed, reader.Of(Method(compilation, "Table", "get_Current")).Result);
    }

    [Theory]
    [MemberData(nameof(Origins))]
    public void Counted_types_and_owned_fields_are_told_from_others(bool fromMetadata)
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata);
        INamedTypeSymbol table = Type(compilation, "Table");

        Assert.True(reader.IsCounted(Type(compilation, "Special")));
        Assert.True(reader.IsCounted(Method(compilation, "Table", "Same").TypeParameters[0]));
        Assert.False(reader.IsCounted(table));
        Assert.True(reader.IsOwned(table.GetMembers("Field")[0]));
        Assert.True(reader.IsOwned(table.GetMembers("Property")[0]));
        Assert.False(reader.IsOwned(table.GetMembers("Other")[0]));
    }

    [Fact]
    public void A_member_of_a_type_that_is_not_to_be_analysed_is_not()
    {
        (OwnershipReader reader, Compilation compilation) = Read(fromMetadata: false);

        Assert.True(reader.IsUnchecked(Method(compilation, "Trusted", "M")));
        Assert.False(reader.IsUnchecked(Method(compilation, "Table", "Get")));
    }

    private static (OwnershipReader Reader, Compilation Compilation) Read(bool fromMetadata)
    {
        CSharpCompilation compilation = AnalyzerRun.Compile(Source, NullableContextOptions.Enable);
        if (fromMetadata)
        {
            using var image = new MemoryStream();
            Assert.True(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
            // Private members, and with them backing fields, are seen only if the import asks for them.
            compilation = AnalyzerRun.Compile("", NullableContextOptions.Enable, MetadataReference.CreateFromImage(image.ToArray()));
            compilation = compilation.WithOptions(compilation.Options.WithMetadataImportOptions(MetadataImportOptions.All));
        }

        var attributes = new AttributeSource(compilation, ImmutableDictionary<string, ImmutableArray<ContractAttribute>>.Empty, pairs: []);
        return (new OwnershipReader(attributes, new ContractReader(compilation, attributes)), compilation);
    }

    private static INamedTypeSymbol Type(Compilation compilation, string name) => compilation.GetTypeByMetadataName(name)!;

    private static IMethodSymbol Method(Compilation compilation, string type, string name) => (IMethodSymbol)Type(compilation, type).GetMembers(name)[0];
}
