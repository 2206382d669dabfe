using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>How code is put under locks that no lock statement takes.</summary>
public sealed class WrapKindTests
{
    private const string ReaderWriter = "ReaderWriterLockSlim _gate = new();";
    private const string Semaphore = "SemaphoreSlim _gate = new(1, 1);";

    [Fact]
    public Task A_read_is_put_between_the_calls_of_a_read_lock() => FixesAsync(
        ReaderWriter,
        "Wrap in a read lock of '_gate'",
        "public int X => _x;",
        "public int X\n{\n    get\n    {\n        _gate.EnterReadLock();\n        try\n        {\n            return _x;\n        }\n        finally\n        {\n            _gate.ExitReadLock();\n        }\n    }\n}");

    [Fact]
    public Task A_write_is_put_between_the_calls_of_a_write_lock() => FixesAsync(
        ReaderWriter,
        "Wrap in a write lock of '_gate'",
        "public int X { set => _x = value; }",
        "public int X {\n    set\n    {\n        _gate.EnterWriteLock();\n        try\n        {\n            _x = value;\n        }\n        finally\n        {\n            _gate.ExitWriteLock();\n        }\n    }\n}");

    [Theory]
    [InlineData("if (_x > 0)\n    {\n        _y = 1;\n    }")]
    [InlineData("if (_x > 0)\n    {\n        Step();\n    }")]
    [InlineData("Console.WriteLine(_x + _y++);")]
    public Task A_read_in_a_statement_that_writes_too_takes_the_write_lock(string statement) => FixesAsync(
        ReaderWriter,
        "Wrap in a write lock of '_gate'",
        "public void Move()\n{\n    " + statement + "\n}\n\n[RequiresLock(nameof(_gate))] private void Step() { }",
        "public void Move()\n{\n    _gate.EnterWriteLock();\n    try\n    {\n        " + statement.Replace("\n", "\n    ", StringComparison.Ordinal)
            + "\n    }\n    finally\n    {\n        _gate.ExitWriteLock();\n    }\n}\n\n[RequiresLock(nameof(_gate))] private void Step() { }");

    [Theory]
    [InlineData("RequiresSharedLock", "Read")]
    [InlineData("RequiresLock", "Write")]
    public Task A_call_takes_the_lock_in_the_mode_of_its_contract(string contract, string mode) => FixesAsync(
        ReaderWriter,
        "Wrap in a " + mode.ToLowerInvariant() + " lock",
        "[" + contract + "(nameof(_gate))] private void Step() { }\n\npublic void Go()\n{\n    Step();\n}",
        "[" + contract + "(nameof(_gate))] private void Step() { }\n\npublic void Go()\n{\n    _gate.Enter" + mode + "Lock();\n    try\n    {\n        Step();\n    }\n    finally\n    {\n        _gate.Exit" + mode + "Lock();\n    }\n}");

    [Theory]
    [InlineData("_gate.EnterReadLock();\n    try\n    {\n        _x = 1;\n    }\n    finally\n    {\n        _gate.ExitReadLock();\n    }")]
    [InlineData("if (_x > 0)\n    {\n        _gate.EnterWriteLock();\n        _y = 1;\n        _gate.ExitWriteLock();\n    }")]
    public async Task A_lock_that_would_wait_for_itself_is_not_taken(string statement)
        => Assert.Null(await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With(ReaderWriter, "public void M()\n{\n    " + statement + "\n}"), "Wrap"));

    [Fact]
    public Task An_embedded_statement_becomes_a_block() => FixesAsync(
        ReaderWriter,
        "Wrap in a write lock of '_gate'",
        "public void Set(bool sets)\n{\n    if (sets)\n        _x = 1;\n}",
        "public void Set(bool sets)\n{\n    if (sets)\n    {\n        _gate.EnterWriteLock();\n        try\n        {\n            _x = 1;\n        }\n        finally\n        {\n            _gate.ExitWriteLock();\n        }\n    }\n}");

    [Theory]
    [InlineData("void Set()", "_gate.Wait();")]
    [InlineData("async Task SetAsync()", "await _gate.WaitAsync();")]
    public Task A_semaphore_is_waited_for_as_the_method_can(string method, string wait) => FixesAsync(
        Semaphore,
        "Wrap in '_gate'",
        "public " + method + "\n{\n    _x = 1;\n}",
        "public " + method + "\n{\n    " + wait + "\n    try\n    {\n        _x = 1;\n    }\n    finally\n    {\n        _gate.Release();\n    }\n}");

    [Fact]
    public Task Under_a_semaphore_a_statement_may_await() => FixesAsync(
        Semaphore,
        "Wrap in '_gate'",
        "public async Task SetAsync(Task<int> value) => _x = await value;",
        "public async Task SetAsync(Task<int> value)\n{\n    await _gate.WaitAsync();\n    try\n    {\n        _x = await value;\n    }\n    finally\n    {\n        _gate.Release();\n    }\n}");

    [Fact]
    public Task A_spin_lock_tells_by_a_variable_whether_it_was_taken() => FixesAsync(
        "SpinLock _gate;",
        "Wrap in '_gate'",
        "public void Set(bool lockTaken)\n{\n    _x = 1;\n}",
        "public void Set(bool lockTaken)\n{\n    {\n        bool lockTaken2 = false;\n        try\n        {\n            _gate.Enter(ref lockTaken2);\n            _x = 1;\n        }\n        finally\n        {\n            if (lockTaken2)\n            {\n                _gate.Exit();\n            }\n        }\n    }\n}");

    [Fact]
    public Task A_mutex_is_waited_for_and_released() => FixesAsync(
        "Mutex _gate = new();",
        "Wrap in '_gate'",
        "public void Set() => _x = 1;",
        "public void Set()\n{\n    _gate.WaitOne();\n    try\n    {\n        _x = 1;\n    }\n    finally\n    {\n        _gate.ReleaseMutex();\n    }\n}");

    [Fact]
    public Task A_lock_of_the_new_type_is_taken_by_a_lock_statement() => FixesAsync(
        "Lock _gate = new();",
        "Wrap in lock (_gate)",
        "public void Set() => _x = 1;",
        "public void Set()\n{\n    lock (_gate)\n    {\n        _x = 1;\n    }\n}");

    [Fact]
    public async Task A_lock_of_a_type_of_the_user_is_not_taken()
        => Assert.Null(await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With("Latch _gate = new();", "public void Set() => _x = 1;\n\n[Lockable] public class Latch { }"), "Wrap"));

    [Fact]
    public async Task The_object_behind_a_reference_is_touched_under_its_lock() => Assert.Equal(
        FixedClass.With(ReaderWriter, Pointee("_gate.EnterWriteLock();\n    try\n    {\n        _list.Add(1);\n    }\n    finally\n    {\n        _gate.ExitWriteLock();\n    }")),
        await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With(ReaderWriter, Pointee("_list.Add(1);")), "Wrap in a write lock"));

    private static string Pointee(string statement) => "[PointeeGuardedBy(nameof(_gate))] private readonly List<int> _list = [];\n\npublic void Add()\n{\n    " + statement + "\n}";

    private static async Task FixesAsync(string @lock, string title, string before, string after)
        => Assert.Equal(FixedClass.With(@lock, after), await FixRun.ApplyAsync(new WrapInLockCodeFix(), FixedClass.With(@lock, before), title));
}
