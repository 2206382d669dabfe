using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Where a contract is declared that asks the callers for a lock.</summary>
public sealed class RequireTests
{
    private const string Requires = "[RequiresLock(nameof(_gate))]";

    [Theory]
    [InlineData("public int X => _x;", Requires + "\npublic int X => _x;")]
    [InlineData("public int this[int index] => _x;", Requires + "\npublic int this[int index] => _x;")]
    [InlineData("public int X\n{\n    get => _x;\n    set { }\n}", "public int X\n{\n    " + Requires + "\n    get => _x;\n    set { }\n}")]
    [InlineData("public int X { get => 0; set => _x = value; }", "public int X { get => 0; " + Requires + " set => _x = value; }")]
    [InlineData("public int this[int index]\n{\n    get\n    {\n        return _x;\n    }\n}", "public int this[int index]\n{\n    " + Requires + "\n    get\n    {\n        return _x;\n    }\n}")]
    [InlineData("public int Get() => Read();\n\nprivate int Read() => _x;", "public int Get() => Read();\n\n" + Requires + "\nprivate int Read() => _x;")]
    public Task A_property_an_indexer_and_their_accessors_ask_their_users(string before, string after) => FixesAsync(before, after);

    [Fact]
    public Task A_local_function_asks_its_callers() => FixesAsync(
        "public int Get()\n{\n    return Read();\n\n    int Read() => _x;\n}",
        "public int Get()\n{\n    return Read();\n\n    " + Requires + "\n    int Read() => _x;\n}");

    [Fact]
    public Task A_constructor_asks_for_the_lock_of_what_it_is_given() => FixesAsync(
        "public Counter(Counter other) => other._x = 1;",
        "[RequiresLock(\"other._gate\")]\npublic Counter(Counter other) => other._x = 1;",
        "Require 'other._gate'");

    [Fact]
    public Task An_operator_asks_for_the_lock_of_what_it_is_given() => FixesAsync(
        "public static int operator +(Counter counter) => 0 * counter._x;",
        "[RequiresLock(\"counter._gate\")]\npublic static int operator +(Counter counter) => 0 * counter._x;",
        "Require 'counter._gate'");

    [Fact]
    public Task Who_runs_a_lambda_at_once_leaves_it_to_the_caller_to_hold_the_lock() => FixesAsync(
        "public void Sum(List<int> list) => list.ForEach(item => _x += item);",
        Requires + "\npublic void Sum(List<int> list) => list.ForEach(item => _x += item);");

    [Fact]
    public Task Who_only_reads_asks_for_a_shared_lock() => FixesAsync(
        "private int Read() => _x + _y;",
        "[RequiresSharedLock(nameof(_gate))]\nprivate int Read() => _x + _y;",
        "Require '_gate' shared of callers",
        "ReaderWriterLockSlim _gate = new();");

    [Fact]
    public Task Who_reads_and_writes_asks_for_the_lock_itself() => FixesAsync(
        "private int Read() => _x + _y++;",
        Requires + "\nprivate int Read() => _x + _y++;",
        "Require '_gate' of callers",
        "ReaderWriterLockSlim _gate = new();");

    [Theory]
    [InlineData("public Func<int> Reader() => () => _x;")]
    [InlineData("private static Counter? s_last;\n\npublic Counter()\n{\n    s_last = this;\n    _x = 1;\n}")]
    [InlineData("public static Counter? Last;\n\n~Counter()\n{\n    _x = 1;\n}")]
    [InlineData("public static readonly Counter First = new();\n\nstatic Counter()\n{\n    First._x = 1;\n}")]
    [InlineData("private static Counter s_counter = new();\nprivate readonly int _copy = s_counter._x;")]
    [InlineData("public override string ToString() => _x.ToString();")]
    [InlineData("private static Counter Find() => new();\n\npublic static void Set()\n{\n    Counter found = Find();\n    found._x = 1;\n}")]
    [InlineData("public Counter Other { get => this; set => value._x = 1; }")]
    public async Task Where_nobody_reads_or_keeps_a_contract_none_is_declared(string members)
        => Assert.Null(await FixRun.ApplyAsync(new AddRequiresLockCodeFix(), FixedClass.With(members), "Require"));

    [Theory]
    [InlineData("ReaderWriterLockSlim _gate = new();", "[RequiresSharedLock(nameof(_gate))]\nprivate int Read()\n{\n    _gate.ExitReadLock();\n    int x = _x;\n    _gate.EnterReadLock();\n    return x;\n}")]
    [InlineData("object _gate = new();", "[RequiresLock(nameof(_gate))]\nprivate int Read()\n{\n    Monitor.Exit(_gate);\n    int x = _x;\n    Monitor.Enter(_gate);\n    return x;\n}")]
    public async Task Who_asks_for_the_lock_already_and_gives_it_up_is_not_made_to_ask_again(string @lock, string members)
        => Assert.Null(await FixRun.ApplyAsync(new AddRequiresLockCodeFix(), FixedClass.With(@lock, members), "Require"));

    [Fact]
    public async Task A_call_chain_leads_through_an_accessor_to_its_users()
    {
        const string before = "public int X { get { return Get(); } }\n\npublic int Outer()\n{\n    lock (_gate)\n    {\n        return Get();\n    }\n}\n\nprivate int Get() => Inner();\n\nprivate int Inner() => _x;";
        const string after = "public int X { [RequiresLock(nameof(_gate))] get { return Get(); } }\n\npublic int Outer()\n{\n    lock (_gate)\n    {\n        return Get();\n    }\n}\n\n" + Requires + "\nprivate int Get() => Inner();\n\n" + Requires + "\nprivate int Inner() => _x;";
        Assert.Equal(FixedClass.With(after), await FixRun.ApplyAsync(new AddRequiresLockCodeFix(), FixedClass.With(before), "Require '_gate' up the call chain"));
    }

    private static async Task FixesAsync(string before, string after, string title = "Require '_gate' of callers", string @lock = "object _gate = new();")
        => Assert.Equal(FixedClass.With(@lock, after), await FixRun.ApplyAsync(new AddRequiresLockCodeFix(), FixedClass.With(@lock, before), title));
}
