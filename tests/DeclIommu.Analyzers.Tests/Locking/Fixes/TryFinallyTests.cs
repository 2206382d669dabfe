using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Which pairs of calls become try and finally.</summary>
public sealed class TryFinallyTests
{
    private const string ReaderWriter = "ReaderWriterLockSlim _gate = new();";
    private const string Pair = "Monitor.Enter(_gate);\nwork();\nMonitor.Exit(_gate);";
    private const string Tried = "Monitor.Enter(_gate);\ntry\n{\n    work();\n}\nfinally\n{\n    Monitor.Exit(_gate);\n}";

    [Theory]
    [InlineData("public void Do(Action work)\n{\n    @\n}")]
    [InlineData("public Action Work\n{\n    set\n    {\n        Action work = value;\n        @\n    }\n}")]
    [InlineData("public Action Work\n{\n    init\n    {\n        Action work = value;\n        @\n    }\n}")]
    [InlineData("public int this[Action work]\n{\n    get\n    {\n        @\n\n        return 1;\n    }\n}")]
    [InlineData("public Counter(Action work)\n{\n    @\n}")]
    [InlineData("public void Do(Action work)\n{\n    Inner();\n\n    void Inner()\n    {\n        @\n    }\n}")]
    [InlineData("public Action Do(Action work) => () =>\n{\n    @\n};")]
    [InlineData("public void Do(Action work, int kind)\n{\n    switch (kind)\n    {\n        case 1:\n            @\n\n            break;\n    }\n}")]
    public Task A_pair_is_found_in_every_kind_of_body(string member) => FixesAsync(Place(member, Pair), Place(member, Tried));

    [Theory]
    [InlineData(ReaderWriter, "_gate.EnterReadLock();", "_gate.ExitReadLock();")]
    [InlineData(ReaderWriter, "_gate.EnterWriteLock();", "_gate.ExitWriteLock();")]
    [InlineData(ReaderWriter, "_gate.EnterUpgradeableReadLock();", "_gate.ExitUpgradeableReadLock();")]
    [InlineData("SemaphoreSlim _gate = new(1, 1);", "_gate.Wait();", "_gate.Release();")]
    [InlineData("SemaphoreSlim _gate = new(1, 1);", "await _gate.WaitAsync();", "_gate.Release();")]
    [InlineData("SemaphoreSlim _gate = new(1, 1);", "await _gate.WaitAsync().ConfigureAwait(false);", "_gate.Release();")]
    [InlineData("Mutex _gate = new();", "_gate.WaitOne();", "_gate.ReleaseMutex();")]
    [InlineData("Lock _gate = new();", "_gate.Enter();", "_gate.Exit();")]
    [InlineData("object _gate = new();", "Monitor.Enter(_gate, ref taken);", "Monitor.Exit(_gate);")]
    [InlineData("SpinLock _gate;", "_gate.Enter(ref taken);", "_gate.Exit();")]
    [InlineData("SpinLock _gate;", "_gate.Enter(ref taken);", "_gate.Exit(false);")]
    [InlineData("SpinLock _gate;", "_gate.Enter(ref taken);", "if (taken)\n        {\n            _gate.Exit();\n        }")]
    [InlineData("Latch _gate = new();", "_gate.Take();", "_gate.Give();")]
    public async Task A_pair_of_every_kind_of_lock_is_known(string @lock, string enter, string exit)
    {
        string head = (enter.Contains("await", StringComparison.Ordinal) ? "public async Task" : "public void") + " Do(Action work, bool taken = false)\n{\n    ";
        const string latch = "\n\n[Lockable] public class Latch { [AcquiresLock] public void Take() { } [ReleasesLock] public void Give() { } }";
        Assert.Equal(
            FixedClass.With(@lock, head + enter + "\n    try\n    {\n        work();\n    }\n    finally\n    {\n        " + exit + "\n    }\n}" + latch),
            await FixRun.ApplyAsync(
                new TryFinallyCodeFix(),
                FixedClass.With(@lock, head + enter + "\n    work();\n    " + exit.Replace("\n    ", "\n", StringComparison.Ordinal) + "\n}" + latch),
                "Release in a finally block"));
    }

    [Fact]
    public Task A_release_before_an_early_end_goes() => FixesAsync(
        "public void Do(Action work, bool ends)\n{\n    Monitor.Enter(_gate);\n    if (ends)\n    {\n        Monitor.Exit(_gate);\n        return;\n    }\n\n    work();\n    Monitor.Exit(_gate);\n}",
        "public void Do(Action work, bool ends)\n{\n    Monitor.Enter(_gate);\n    try\n    {\n        if (ends)\n        {\n            return;\n        }\n\n        work();\n    }\n    finally\n    {\n        Monitor.Exit(_gate);\n    }\n}");

    [Fact]
    public Task A_result_that_is_computed_under_the_lock_is_returned_there() => FixesAsync(
        "public int Do(Func<int> work)\n{\n    Monitor.Enter(_gate);\n    int result = work();\n    Monitor.Exit(_gate);\n    return result;\n}",
        "public int Do(Func<int> work)\n{\n    Monitor.Enter(_gate);\n    try\n    {\n        int result = work();\n        return result;\n    }\n    finally\n    {\n        Monitor.Exit(_gate);\n    }\n}");

    [Fact]
    public Task What_follows_and_uses_nothing_from_inside_stays_behind() => FixesAsync(
        "public void Do(Func<int> work, Action after)\n{\n    Monitor.Enter(_gate);\n    int result = work();\n    Monitor.Exit(_gate);\n    after();\n}",
        "public void Do(Func<int> work, Action after)\n{\n    Monitor.Enter(_gate);\n    try\n    {\n        int result = work();\n    }\n    finally\n    {\n        Monitor.Exit(_gate);\n    }\n\n    after();\n}");

    [Theory]
    [InlineData("Monitor.Enter(_gate);\n    int result = work();\n    Monitor.Exit(_gate);\n    Console.WriteLine(result);")]
    [InlineData("Monitor.Enter(_gate);\n    int.TryParse(Console.ReadLine(), out int result);\n    Monitor.Exit(_gate);\n    Console.WriteLine(result);")]
    [InlineData("Monitor.Enter(_gate);\n    work();\n    if (work() > 0)\n    {\n        Monitor.Exit(_gate);\n        Monitor.Enter(_gate);\n    }\n\n    Monitor.Exit(_gate);")]
    [InlineData("Monitor.Enter(_gate);\n    if (work() > 0)\n    {\n        Monitor.Exit(_gate);\n    }\n    else\n    {\n        Monitor.Exit(_gate);\n    }")]
    public async Task What_a_finally_block_would_change_stays(string statements)
        => Assert.Null(await FixRun.ApplyAsync(new TryFinallyCodeFix(), FixedClass.With("public void Do(Func<int> work)\n{\n    " + statements + "\n}"), "Release"));

    private static string Place(string member, string statements)
    {
        int indent = member.IndexOf('@', StringComparison.Ordinal) - member.LastIndexOf('\n', member.IndexOf('@', StringComparison.Ordinal)) - 1;
        return member.Replace("@", statements.Replace("\n", "\n" + new string(' ', indent), StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task FixesAsync(string before, string after)
        => Assert.Equal(FixedClass.With(after), await FixRun.ApplyAsync(new TryFinallyCodeFix(), FixedClass.With(before), "Release in a finally block"));
}
