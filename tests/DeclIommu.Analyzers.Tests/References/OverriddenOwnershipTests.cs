using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.References;

/// <summary>DIR0010.</summary>
public sealed class OverriddenOwnershipTests
{
    private const string Resource = """
        [ReferenceCounted]
        public class Resource
        {
            [AcquiresReference] public virtual void Acquire() { }
            [TryAcquiresReference(true)] public virtual bool TryAcquire() => true;
            [ReleasesReference] public virtual bool Release() => true;
            [ReleasesReference, FinalRelease] public virtual bool Leave() => true;
        }

        """;

    [Theory]
    [InlineData("[Consumes]", "[Borrows]")]
    [InlineData("[Borrows]", "[Consumes]")]
    [InlineData("", "[Consumes]")]
    [InlineData("[Consumes(OnThrow = true)]", "[Consumes]")]
    [InlineData("[Consumes]", "[Consumes(OnThrow = true)]")]
    public async Task A_parameter_that_changes_hands_otherwise_is_reported(string promised, string own)
        => await AnalyzerRun.VerifyAsync(Resource + $$"""
            public abstract class Base { public abstract void Take({{promised}} Resource resource); }
            public abstract class Derived : Base { public override void {|DIR0010:Take|}({{own}} Resource resource) => resource.Release(); }
            public interface ITable { void Take({{promised}} Resource resource); }
            public class Table : ITable { public void {|DIR0010:Take|}({{own}} Resource resource) => resource.Release(); }
            public class Explicit : ITable { void ITable.{|DIR0010:Take|}({{own}} Resource resource) => resource.Release(); }
            """, "DIR0010");

    [Theory]
    [InlineData("[ReturnsOwned]", "[ReturnsBorrowed]")]
    [InlineData("[ReturnsBorrowed]", "[ReturnsOwned]")]
    [InlineData("", "[ReturnsOwned]")]
    [InlineData("[ReturnsOwned]", "[BorrowedWhile(nameof(Gate))]")]
    [InlineData("[ReturnsBorrowed]", "[BorrowedWhile(nameof(Gate))]")]
    public async Task A_result_that_belongs_to_somebody_else_is_reported(string promised, string own)
        => await AnalyzerRun.VerifyAsync(Resource + $$"""
            public abstract class Base { {{promised}} public abstract Resource Get(); {{promised}} public abstract Resource Current { get; } }
            public abstract class Derived : Base
            {
                public readonly object Gate = new();
                {{own}} public abstract override Resource {|DIR0010:Get|}();
                {{own}} public abstract override Resource {|DIR0010:Current|} { get; }
            }
            """, "DIR0010");

    [Fact]
    public async Task A_parameter_that_may_be_used_only_under_a_lock_that_callers_do_not_know_of_is_reported()
        => await AnalyzerRun.VerifyAsync(Resource + """
            public abstract class Base { public readonly object Gate = new(); public abstract void Look(Resource resource); public abstract void Peek([BorrowedWhile(nameof(Gate))] Resource resource); }
            public abstract class Derived : Base
            {
                public abstract override void {|DIR0010:Look|}([BorrowedWhile(nameof(Gate))] Resource resource);
                public abstract override void Peek([BorrowedWhile(nameof(Gate))] Resource resource);
            }
            """, "DIR0010");

    [Fact]
    public async Task Another_effect_on_the_count_is_reported()
        => await AnalyzerRun.VerifyAsync(Resource + """
            public class Odd : Resource
            {
                [ReleasesReference] public override void {|DIR0010:Acquire|}() { }
                [TryAcquiresReference(false)] public override bool {|DIR0010:TryAcquire|}() => true;
                [FinalRelease] public override bool {|DIR0010:Release|}() => true;
            }
            """, "DIR0010");

    [Fact]
    public async Task An_out_parameter_that_is_owned_only_in_the_override_is_reported()
        => await AnalyzerRun.VerifyAsync(Resource + """
            public interface ISource { bool TryGet(out Resource resource); }
            public abstract class Source : ISource { public abstract bool {|DIR0010:TryGet|}([Owned] out Resource resource); }
            """, "DIR0010");

    [Fact]
    public async Task A_base_method_that_implements_the_interface_of_a_derived_class_is_reported_there()
        => await AnalyzerRun.VerifyAsync(Resource + """
            public interface ITable { void Take([Consumes] Resource resource); }
            public class Base { public void Take([Borrows] Resource resource) { } }
            public class {|DIR0010:Derived|} : Base, ITable;
            """, "DIR0010");

    [Fact]
    public async Task A_contract_that_is_kept_inherited_or_promises_more_is_not_reported()
        => await AnalyzerRun.VerifyAsync(Resource + """
            public abstract class Base
            {
                public readonly object Gate = new();
                public abstract void Take([Consumes] Resource resource);
                public abstract void Look(Resource resource);
                public abstract void Keep(object anything);
                [ReturnsOwned] public abstract Resource Make();
                [BorrowedWhile(nameof(Gate))] public abstract Resource Find();
            }

            public abstract class Derived : Base
            {
                public override void Take(Resource resource) => resource.Release();
                public override void Look([Borrows] Resource resource) { }
                public override void Keep([Consumes] object anything) { }
                [ReturnsOwned] public abstract override Resource Make();
                [ReturnsBorrowed] public abstract override Resource Find();
            }

            public class Special : Resource { public override bool Leave() => false; }
            public class Disposed : IDisposable { [ReleasesReference] public void Dispose() { } }
            """, "DIR0010");

    [Fact]
    public async Task A_contract_in_a_referenced_assembly_binds_too()
        => await AnalyzerRun.VerifyAsync(
            "public abstract class Derived : Base { public abstract override void {|DIR0010:Take|}([Borrows] Resource resource); }",
            "DIR0010",
            Resource + "public abstract class Base { public abstract void Take([Consumes] Resource resource); }");
}
