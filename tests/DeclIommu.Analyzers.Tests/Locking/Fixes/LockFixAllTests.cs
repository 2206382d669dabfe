using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Fixes of locks applied to a document, a project and a solution at once.</summary>
public sealed class LockFixAllTests
{
    private const string ReaderWriter = "ReaderWriterLockSlim _gate = new();";

    public static TheoryData<FixAllScope> Scopes => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_access_is_wrapped_and_neighbours_share_a_lock(FixAllScope scope) => FixesAsync(
        new WrapInLockCodeFix(),
        "Wrap in lock (_gate)",
        scope,
        FixedClass.With("public int X => _x;\n\npublic void Set(int kind)\n{\n    _x = 1;\n    _y = 2;\n    switch (kind)\n    {\n        case 1:\n            _x = 3;\n            break;\n    }\n}"),
        FixedClass.With("public int X\n{\n    get\n    {\n        lock (_gate)\n        {\n            return _x;\n        }\n    }\n}\n\npublic void Set(int kind)\n{\n    lock (_gate)\n    {\n        _x = 1;\n        _y = 2;\n    }\n    switch (kind)\n    {\n        case 1:\n            lock (_gate)\n            {\n                _x = 3;\n            }\n            break;\n    }\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Accesses_with_something_else_between_them_do_not_share_a_lock(FixAllScope scope) => FixesAsync(
        new WrapInLockCodeFix(),
        "Wrap in lock (_gate)",
        scope,
        FixedClass.With("public void Set(bool isTwice)\n{\n    _x = 1;\n\n    Console.WriteLine();\n    if (isTwice)\n        _x = 2;\n}"),
        FixedClass.With("public void Set(bool isTwice)\n{\n    lock (_gate)\n    {\n        _x = 1;\n    }\n\n    Console.WriteLine();\n    if (isTwice)\n        lock (_gate)\n        {\n            _x = 2;\n        }\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Neighbours_of_which_one_writes_share_a_write_lock(FixAllScope scope) => FixesAsync(
        new WrapInLockCodeFix(),
        "Wrap in a read lock of '_gate'",
        scope,
        FixedClass.With(ReaderWriter, "public void Move(Action<int> log)\n{\n    log(_x);\n    _y = 2;\n}\n\npublic int X => _x;"),
        FixedClass.With(ReaderWriter, "public void Move(Action<int> log)\n{\n    _gate.EnterWriteLock();\n    try\n    {\n        log(_x);\n        _y = 2;\n    }\n    finally\n    {\n        _gate.ExitWriteLock();\n    }\n}\n\npublic int X\n{\n    get\n    {\n        _gate.EnterReadLock();\n        try\n        {\n            return _x;\n        }\n        finally\n        {\n            _gate.ExitReadLock();\n        }\n    }\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_member_asks_once_for_the_lock_that_it_needs(FixAllScope scope) => FixesAsync(
        new AddRequiresLockCodeFix(),
        "Require '_gate' of callers",
        scope,
        FixedClass.With("public int X { get => _x + _y; set => _x = value; }\n\nprivate void Set()\n{\n    _x = 1;\n    Inner();\n\n    void Inner() => _y = 2;\n}"),
        FixedClass.With("public int X { [RequiresLock(nameof(_gate))] get => _x + _y; [RequiresLock(nameof(_gate))] set => _x = value; }\n\n[RequiresLock(nameof(_gate))]\nprivate void Set()\n{\n    _x = 1;\n    Inner();\n\n    [RequiresLock(nameof(_gate))]\n    void Inner() => _y = 2;\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Who_calls_a_reader_and_a_writer_asks_for_the_lock_itself(FixAllScope scope) => FixesAsync(
        new AddRequiresLockCodeFix(),
        "Require '_gate' up the call chain",
        scope,
        FixedClass.With(ReaderWriter, "private void Move()\n{\n    if (Read() > 0)\n    {\n        Write();\n    }\n}\n\nprivate int Read() => _x;\n\nprivate void Write() => _y = 2;"),
        FixedClass.With(ReaderWriter, "[RequiresLock(nameof(_gate))]\nprivate void Move()\n{\n    if (Read() > 0)\n    {\n        Write();\n    }\n}\n\n[RequiresSharedLock(nameof(_gate))]\nprivate int Read() => _x;\n\n[RequiresLock(nameof(_gate))]\nprivate void Write() => _y = 2;"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_call_chain_asks_for_the_lock_until_somebody_takes_it(FixAllScope scope) => FixesAsync(
        new AddRequiresLockCodeFix(),
        "Require '_gate' up the call chain",
        scope,
        FixedClass.With("public void Take() { lock (_gate) { Outer(); } }\n\nprivate void Outer() => Inner();\n\nprivate void Inner()\n{\n    _x = 1;\n    _x = 2;\n}"),
        FixedClass.With("public void Take() { lock (_gate) { Outer(); } }\n\n[RequiresLock(nameof(_gate))]\nprivate void Outer() => Inner();\n\n[RequiresLock(nameof(_gate))]\nprivate void Inner()\n{\n    _x = 1;\n    _x = 2;\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Pairs_within_each_other_become_blocks_within_each_other(FixAllScope scope) => FixesAsync(
        new TryFinallyCodeFix(),
        "Release in a finally block",
        scope,
        FixedClass.With("private readonly object _other = new();\n\npublic void Do(Action work)\n{\n    Monitor.Enter(_gate);\n    Monitor.Enter(_other);\n    work();\n    Monitor.Exit(_other);\n    Monitor.Exit(_gate);\n}"),
        FixedClass.With("private readonly object _other = new();\n\npublic void Do(Action work)\n{\n    Monitor.Enter(_gate);\n    try\n    {\n        Monitor.Enter(_other);\n        try\n        {\n            work();\n        }\n        finally\n        {\n            Monitor.Exit(_other);\n        }\n    }\n    finally\n    {\n        Monitor.Exit(_gate);\n    }\n}"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_guard_that_most_uses_keep_to_is_declared_once(FixAllScope scope) => FixesAsync(
        new AddGuardedByCodeFix(),
        "Declare GuardedBy(nameof(_gate))",
        scope,
        FixedClass.With("private int _z;\n\npublic void Set() { lock (_gate) { _z = 1; _z = 2; _z = 3; _z = 4; _z = 5; _z = 6; } }\n\npublic int Get() => _z + _z;"),
        FixedClass.With("[GuardedBy(nameof(_gate))]\nprivate int _z;\n\npublic void Set() { lock (_gate) { _z = 1; _z = 2; _z = 3; _z = 4; _z = 5; _z = 6; } }\n\npublic int Get() => _z + _z;"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_lock_that_is_set_once_becomes_readonly(FixAllScope scope) => FixesAsync(
        new ReadonlyLockCodeFix(),
        "Make '",
        scope,
        FixedClass.With("private object _a = new();\nprivate object _b = new();\n\npublic void Do() { lock (_a) { } lock (_b) { } }"),
        FixedClass.With("private readonly object _a = new();\nprivate readonly object _b = new();\n\npublic void Do() { lock (_a) { } lock (_b) { } }"));

    [Theory]
    [MemberData(nameof(Scopes))]
    public Task Every_override_takes_the_contract_of_its_base(FixAllScope scope) => FixesAsync(
        new OverrideContractCodeFix(),
        "Take the lock contract",
        scope,
        FixedClass.With("public class Base\n{\n    public readonly object Gate = new();\n    public readonly object Other = new();\n    [RequiresLock(nameof(Gate))] public virtual void First() { }\n    public virtual void Second() { }\n}\n\npublic class Derived : Base\n{\n    [RequiresLock(nameof(Other))]\n    public override void First() { }\n\n    [RequiresLock(nameof(Other))]\n    public override void Second() { }\n}"),
        FixedClass.With("public class Base\n{\n    public readonly object Gate = new();\n    public readonly object Other = new();\n    [RequiresLock(nameof(Gate))] public virtual void First() { }\n    public virtual void Second() { }\n}\n\npublic class Derived : Base\n{\n    [RequiresLock(\"Gate\")]\n    public override void First() { }\n\n    public override void Second() { }\n}"));

    // Three documents in two projects: how many of them change tells the scope.
    private static async Task FixesAsync(CodeFixProvider fix, string title, FixAllScope scope, string before, string after)
    {
        string other = Renamed(before);
        string[]? result = await FixRun.ApplyAllAsync(fix, scope, title, [before, other], [before]);
        Assert.NotNull(result);
        Assert.Equal(after, result[0]);
        Assert.Equal(scope is FixAllScope.Document ? other : Renamed(after), result[1]);
        Assert.Equal(scope is FixAllScope.Solution ? after : before, result[2]);
    }

    private static string Renamed(string source) => source.Replace("class Counter", "class OtherCounter", StringComparison.Ordinal);
}
