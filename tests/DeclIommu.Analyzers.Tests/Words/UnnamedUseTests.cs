using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Words;

/// <summary>Members are looked at only if they say a name that carries a contract. These use a contract without saying a name, or say another one.</summary>
public sealed class UnnamedUseTests
{
    [Fact]
    public Task An_indexer_with_a_contract_is_used_without_a_name() => AnalyzerRun.VerifyAsync("""
        class Table
        {
            public readonly object Gate = new();
            [RequiresLock(nameof(Gate))] public int this[int index] => index;
        }

        class C { int M(Table t) => {|DIL0004:t[0]|}; }
        """);

    [Fact]
    public Task A_delegate_with_a_contract_is_called_by_the_name_of_a_variable() => AnalyzerRun.VerifyAsync("""
        static class Global { public static readonly object Gate = new(); }

        [RequiresLock("Global.Gate")] delegate void Work();

        class C { void M(Work w) { {|DIL0004:w()|}; } }
        """);

    [Fact]
    public Task A_collection_initializer_calls_Add() => AnalyzerRun.VerifyAsync("""
        class Bag : System.Collections.IEnumerable
        {
            public static readonly object Gate = new();
            [RequiresLock(nameof(Gate))] public void Add(int item) { }
            public System.Collections.IEnumerator GetEnumerator() => throw null!;
        }

        class C { Bag M() => new() { {|DIL0004:1|} }; }
        """);

    [Theory]
    [InlineData("new Bag { {|DIL0004:1|} }")]
    [InlineData("new Bag() { {|DIL0004:1|} }")]
    [InlineData("new Bag(\"one; two\") { {|DIL0004:1|} }")]
    [InlineData("new Bag(';') { {|DIL0004:1|} }")]
    [InlineData("new Bag(/* one; two */) { {|DIL0004:1|} }")]
    public Task A_collection_initializer_calls_Add_after_whatever_the_object_is_made_of(string made) => AnalyzerRun.VerifyAsync($$"""
        class Bag : System.Collections.IEnumerable
        {
            public static readonly object Gate = new();
            public Bag(object? name = null) { }
            [RequiresLock(nameof(Gate))] public void Add(int item) { }
            public System.Collections.IEnumerator GetEnumerator() => throw null!;
        }

        class Home { static Bag? Kept; void M() { Home.Kept = {{made.Replace("new Bag", "new Named")}}; } }
        class Named(object? name = null) : Bag(name);
        """);

    [Fact]
    public Task A_query_calls_what_its_clauses_stand_for() => AnalyzerRun.VerifyAsync("""
        class Bag
        {
            public static readonly object Gate = new();
            [RequiresLock(nameof(Gate))] public Bag Where(Func<int, bool> test) => this;
        }

        class C { Bag M(Bag b) => from x in b {|DIL0004:where x > 0|} select x; }
        """);

    [Fact]
    public Task An_object_is_made_without_its_type_being_named() => AnalyzerRun.VerifyAsync("""
        [ReferenceCounted] sealed class Counted { [ReleasesReference] public extern void Release(); }

        class Home { public static Counted? Last; public static void Keep(Counted a, Counted b) { } }

        class C { void M() { Home.Keep({|DIR0001:new()|}, {|DIR0001:new()|}); } }
        """);

    [Fact]
    public Task A_type_of_another_name_is_counted_like_its_base() => AnalyzerRun.VerifyAsync(
        """
        class Middle : Counted { }
        sealed class Leaf : Middle { }
        class C { void M() { var made = {|DIR0001:new Leaf()|}; made.ToString(); } }
        """,
        library: "[ReferenceCounted] public class Counted { [ReleasesReference] public void Release() { } }");

    [Fact]
    public Task An_attribute_may_have_another_name() => AnalyzerRun.VerifyAsync("""
        using Kept = DeclIommu.Contracts.GuardedByAttribute;

        class C
        {
            readonly object _gate = new();
            [Kept(nameof(_gate))] int _count;
            int M() => {|DIL0001:_count|};
        }
        """);

    [Fact]
    public Task A_name_may_be_written_with_escapes() => AnalyzerRun.VerifyAsync("""
        class C
        {
            readonly object _gate = new();
            [GuardedBy(nameof(_gate))] int _count;
            int M() => {|DIL0001:\u005Fcount|};
        }
        """);

    [Fact]
    public Task A_struct_that_holds_a_lock_is_copied_by_the_names_of_its_variables() => AnalyzerRun.VerifyAsync("""
        struct State { public SpinLock Lock; public int Value; }
        struct Outer { public State Inner; }
        class Owner { public State First; public Outer Second; }

        class C
        {
            void M(Owner owner)
            {
                var first = {|DIL0024:owner.First|};
                var second = {|DIL0024:owner.Second|};
            }
        }
        """, rule: "DIL0024");

    [Fact]
    public Task A_lock_is_turned_into_an_object_by_the_name_of_its_variable() => AnalyzerRun.VerifyAsync("""
        class Owner { public readonly Lock Gate = new(); }
        class C { object M(Owner owner) => {|DIL0023:owner.Gate|}; }
        """, rule: "DIL0023");

    [Fact]
    public Task An_accessor_has_a_contract_of_its_own() => AnalyzerRun.VerifyAsync("""
        class Owner
        {
            public readonly object Gate = new();
            public int Count { [RequiresLock(nameof(Gate))] get; set; }
        }

        class C { int M(Owner owner) { owner.Count = 1; return {|DIL0004:owner.Count|}; } }
        """);

    [Theory]
    [InlineData("int Step() => Next[0];", "int Next2() => 0; C Next => this; int this[int i] { get { return Take(); } }")]
    [InlineData("int Step() => Middle;", "int Middle => Take();")]
    [InlineData("int Step() => ((IStep)this).Middle();", "int IStep.Middle() => Take();")]
    [InlineData("int Step() => new Taker(this).Result;", "class Taker { public int Result; public Taker(C owner) { Result = owner.Take(); } }")]
    [InlineData("int Step() => Of(new(this));", "static int Of(Taker taker) => taker.Result; class Taker { public int Result; public Taker(C owner) { Result = owner.Take(); } }")]
    [InlineData("int Step() => new Derived(this).Result;", "class Taker { public int Result; public Taker(C owner) { Result = owner.Take(); } } class Derived : Taker { public Derived(C owner) : base(owner) { } }")]
    [InlineData("int Step() => new Derived { Other = this }.Result;", "class Derived { public C? Other; public int Result; public Derived() { Result = new C().Take(); } }")]
    public Task Opposite_orders_are_found_through_members_that_say_nothing_of_locks(string step, string way) => AnalyzerRun.VerifyInformationAsync($$"""
        interface IStep { int Middle(); }

        class C : IStep
        {
            readonly object _a = new();
            readonly object _b = new();
            int _x;

            void First() { lock (_a) { Step(); } }
            {{step}}
            {{way}}
            {{(way.Contains("IStep") ? "" : "int IStep.Middle() => 0;")}}
            int Take() { lock (_b) { return _x; } }
            void Second() { lock (_b) { lock ({|DIL0017:_a|}) { _x = 2; } } }
            [RequiresLock(nameof(_a))] void Annotated() { }
        }
        """, "DIL0017");
}
