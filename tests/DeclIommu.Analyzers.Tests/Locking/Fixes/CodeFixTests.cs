using DeclIommu.Analyzers.Tests.Support;
using DeclIommu.CodeFixes.Locking;

namespace DeclIommu.Analyzers.Tests.Locking.Fixes;

public sealed class CodeFixTests
{
    private const string Head = "using System;\nusing System.Threading;\nusing DeclIommu.Contracts;\n\n";

    [Fact]
    public async Task An_unguarded_access_is_wrapped_in_its_lock() => Assert.Equal(
        Head + "class C\n{\n    readonly object _gate = new();\n    [GuardedBy(nameof(_gate))] int _x;\n\n    void M()\n    {\n        lock (_gate)\n        {\n            _x = 1;\n        }\n    }\n}\n",
        await FixRun.ApplyAsync(
            new WrapInLockCodeFix(),
            Head + "class C\n{\n    readonly object _gate = new();\n    [GuardedBy(nameof(_gate))] int _x;\n\n    void M()\n    {\n        _x = 1;\n    }\n}\n",
            "Wrap in lock (_gate)"));

    [Fact]
    public async Task A_declaration_is_not_wrapped() => Assert.Null(await FixRun.ApplyAsync(
        new WrapInLockCodeFix(),
        Head + "class C\n{\n    readonly object _gate = new();\n    [GuardedBy(nameof(_gate))] int _x;\n\n    int M()\n    {\n        int copy = _x;\n        return copy;\n    }\n}\n",
        "Wrap"));

    [Fact]
    public async Task The_lock_is_required_of_callers() => Assert.Contains(
        "    [RequiresLock(nameof(_gate))]\n    void M()\n",
        await FixRun.ApplyAsync(
            new AddRequiresLockCodeFix(),
            Head + "class C\n{\n    readonly object _gate = new();\n    [GuardedBy(nameof(_gate))] int _x;\n\n    void M()\n    {\n        _x = 1;\n    }\n}\n",
            "Require '_gate' of callers"),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_lock_is_required_up_the_call_chain_until_somebody_takes_it()
    {
        string? result = await FixRun.ApplyAsync(
            new AddRequiresLockCodeFix(),
            Head + """
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

                void Middle() => Inner();

                void Inner()
                {
                    _x = 1;
                }
            }
            """,
            "Require '_gate' up the call chain");
        Assert.Contains("[RequiresLock(nameof(_gate))]\n    void Middle() => Inner();", result, StringComparison.Ordinal);
        Assert.Contains("[RequiresLock(nameof(_gate))]\n    void Inner()", result, StringComparison.Ordinal);
        Assert.DoesNotContain("[RequiresLock(nameof(_gate))]\n    void Outer()", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_of_calls_becomes_try_and_finally()
    {
        string? result = await FixRun.ApplyAsync(
            new TryFinallyCodeFix(),
            Head + "class C\n{\n    readonly object _gate = new();\n\n    void M(Action action)\n    {\n        Monitor.Enter(_gate);\n        action();\n        Monitor.Exit(_gate);\n    }\n}\n",
            "Release in a finally block");
        Assert.Contains("        try\n        {\n            action();\n        }\n        finally\n        {\n            Monitor.Exit(_gate);\n        }", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guard_that_most_uses_keep_to_is_declared() => Assert.Contains(
        "    [GuardedBy(nameof(_gate))]\n    int _x;",
        await FixRun.ApplyAsync(
            new AddGuardedByCodeFix(),
            Head + """
            class C
            {
                readonly object _gate = new();
                int _x;

                void A() { lock (_gate) { _x = 1; } }
                void B() { lock (_gate) { _x = 2; } }
                void D() { lock (_gate) { _x = 3; } }
                int Get() => _x;
            }
            """,
            "Declare GuardedBy(nameof(_gate))"),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_override_takes_the_contract_of_its_base() => Assert.Contains(
        "    [RequiresLock(\"Gate\")]\n    public override void M()",
        await FixRun.ApplyAsync(
            new OverrideContractCodeFix(),
            Head + """
            abstract class B
            {
                public readonly object Gate = new();
                public readonly object Other = new();
                [RequiresLock(nameof(Gate))] public abstract void M();
            }

            class C : B
            {
                [RequiresLock(nameof(Other))]
                public override void M() { }
            }
            """,
            "Take the lock contract of 'B.M'"),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_lock_field_that_only_its_initializer_sets_becomes_readonly() => Assert.Contains(
        "private readonly object _gate = new();",
        await FixRun.ApplyAsync(
            new ReadonlyLockCodeFix(),
            Head + "class C\n{\n    private object _gate = new();\n\n    void M()\n    {\n        lock (_gate)\n        {\n        }\n    }\n}\n",
            "Make '_gate' readonly"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("class C { private object _gate = new(); void M() { lock (_gate) { } } void Renew() { _gate = new(); } }")]
    [InlineData("partial class C { private object _gate = new(); void M() { lock (_gate) { } } } partial class C { }")]
    public async Task A_lock_field_that_may_be_set_elsewhere_stays(string source) => Assert.Null(await FixRun.ApplyAsync(new ReadonlyLockCodeFix(), Head + source, "Make '_gate' readonly"));

    [Fact]
    public async Task A_caller_that_asks_for_the_lock_already_is_not_asked_twice()
    {
        string? result = await FixRun.ApplyAsync(
            new AddRequiresLockCodeFix(),
            Head + "class C { readonly object _gate = new(); [GuardedBy(nameof(_gate))] int _x; [RequiresLock(nameof(_gate))] void Outer() => Inner(); void Inner() { _x = 1; } }",
            "Require '_gate' up the call chain");
        Assert.Equal(2, result?.Split("[RequiresLock(nameof(_gate))]").Length - 1);
    }

    [Fact]
    public async Task An_object_that_is_only_locked_becomes_a_Lock() => Assert.Contains(
        "readonly Lock _gate = new();",
        (await FixRun.RefactorAsync(
            new ObjectToLockRefactoring(),
            Head + "class C\n{\n    readonly object _gate = new object();\n\n    void M()\n    {\n        lock (_gate)\n        {\n        }\n    }\n}\n",
            "_gate"))?.Replace("global::System.Threading.", "", StringComparison.Ordinal),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_object_that_a_monitor_uses_stays() => Assert.Null(await FixRun.RefactorAsync(
        new ObjectToLockRefactoring(),
        Head + "class C\n{\n    readonly object _gate = new object();\n\n    void M()\n    {\n        Monitor.Enter(_gate);\n        Monitor.Exit(_gate);\n    }\n}\n",
        "_gate"));
}
