using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

/// <summary>Fixes applied to a whole document at once.</summary>
public sealed class FixAllTests
{
    private const string Head = "using System;\nusing System.Threading;\nusing DeclIommu.Contracts;\n\n";

    [Fact]
    public async Task Neighbours_that_need_one_lock_share_it() => Assert.Equal(
        Head + """
        class C
        {
            readonly object _gate = new();
            [GuardedBy(nameof(_gate))] int _x;
            [GuardedBy(nameof(_gate))] int _y;

            void M(bool b)
            {
                lock (_gate)
                {
                    _x = 1;
                    _y = _x;
                }

                Console.WriteLine();
                if (b)
                    lock (_gate)
                    {
                        _x = 2;
                    }
            }
        }
        """.ReplaceLineEndings("\n"),
        await FixRun.ApplyAllAsync(
            new WrapInLockCodeFix(),
            Head + """
            class C
            {
                readonly object _gate = new();
                [GuardedBy(nameof(_gate))] int _x;
                [GuardedBy(nameof(_gate))] int _y;

                void M(bool b)
                {
                    _x = 1;
                    _y = _x;

                    Console.WriteLine();
                    if (b)
                        _x = 2;
                }
            }
            """,
            "Wrap in lock (_gate)"));

    [Fact]
    public async Task Every_method_declares_its_lock_once() => Assert.Equal(
        Chain("[RequiresLock(nameof(_gate))]\n    ", "[RequiresLock(nameof(_gate))]\n    ", ""),
        await FixRun.ApplyAllAsync(new AddRequiresLockCodeFix(), Chain("", "", ""), "Require '_gate' of callers"));

    [Fact]
    public async Task All_call_chains_are_followed_until_somebody_takes_the_lock() => Assert.Equal(
        Chain("[RequiresLock(nameof(_gate))]\n    ", "[RequiresLock(nameof(_gate))]\n    ", "[RequiresLock(nameof(_gate))]\n    "),
        await FixRun.ApplyAllAsync(new AddRequiresLockCodeFix(), Chain("", "", ""), "Require '_gate' up the call chain"));

    [Fact]
    public async Task A_lock_of_a_parameter_is_required_by_its_expression() => Assert.Contains(
        "    [RequiresLock(\"box.Gate\")]\n    static void Set(Box box)",
        await FixRun.ApplyAsync(
            new AddRequiresLockCodeFix(),
            Head + "class Box\n{\n    public readonly object Gate = new();\n    [GuardedBy(nameof(Gate))] public int X;\n}\n\nclass C\n{\n    static void Set(Box box)\n    {\n        box.X = 1;\n    }\n}\n",
            "Require 'box.Gate' of callers"),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_lock_of_a_local_variable_cannot_be_required() => Assert.Null(await FixRun.ApplyAsync(
        new AddRequiresLockCodeFix(),
        Head + "class Box\n{\n    public readonly object Gate = new();\n    [GuardedBy(nameof(Gate))] public int X;\n}\n\nclass C\n{\n    static Box Find() => new();\n\n    static void Set()\n    {\n        Box box = Find();\n        box.X = 1;\n    }\n}\n",
        "Require"));

    [Fact]
    public async Task A_guard_is_declared_once_for_all_places_that_lack_it()
    {
        string? result = await FixRun.ApplyAllAsync(
            new AddGuardedByCodeFix(),
            Head + """
            class C
            {
                readonly object _gate = new();
                int _x;

                void A() { lock (_gate) { _x = 1; _x = 2; _x = 3; _x = 4; _x = 5; _x = 6; } }
                int Get() => _x;
                int Other() => _x;
            }
            """,
            "Declare GuardedBy(nameof(_gate))");
        Assert.Equal(2, result!.Split("GuardedBy(nameof(_gate))").Length);
    }

    [Fact]
    public async Task Every_pair_of_calls_becomes_try_and_finally()
    {
        string? result = await FixRun.ApplyAllAsync(
            new TryFinallyCodeFix(),
            Head + "class C\n{\n    readonly object _gate = new();\n\n    void M(Action action)\n    {\n        Monitor.Enter(_gate);\n        action();\n        Monitor.Exit(_gate);\n    }\n\n    void N(Action action)\n    {\n        Monitor.Enter(_gate);\n        action();\n        Monitor.Exit(_gate);\n    }\n}\n",
            "Release in a finally block");
        Assert.Equal(3, result!.Split("finally").Length);
    }

    [Fact]
    public async Task Every_lock_field_becomes_readonly()
    {
        string? result = await FixRun.ApplyAllAsync(
            new ReadonlyLockCodeFix(),
            Head + "class C\n{\n    private object _a = new();\n    private object _b = new();\n\n    void M()\n    {\n        lock (_a)\n        {\n            lock (_b)\n            {\n            }\n        }\n    }\n}\n",
            "Make '");
        Assert.Contains("readonly object _a", result, StringComparison.Ordinal);
        Assert.Contains("readonly object _b", result, StringComparison.Ordinal);
    }

    private static string Chain(string inner, string other, string middle) => Head + $$"""
        class C
        {
            readonly object _gate = new();
            [GuardedBy(nameof(_gate))] int _x;

            void Outer()
            {
                lock (_gate)
                {
                    Middle();
                }
            }

            {{middle}}void Middle()
            {
                Inner();
                Other();
            }

            {{inner}}void Inner()
            {
                _x = 1;
                _x = 2;
            }

            {{other}}void Other()
            {
                _x = 3;
            }
        }
        """.ReplaceLineEndings("\n");
}
