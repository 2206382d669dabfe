using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Options;

/// <summary>Each <c>decliommu.*</c> entry of an <c>.editorconfig</c>: what every value of it changes, and that a value which is none is as good as no entry.</summary>
public sealed class OptionTests
{
    private const string Inferring = """
        class Counter
        {
            private readonly ReaderWriterLockSlim _gate = new();
            [GuardedBy(nameof(_gate))] private int _count;

            private void Step() => _count++;

            [RequiresNotHeld(nameof(_gate))]
            public void Count() { _gate.EnterWriteLock(); try { Step(); } finally { _gate.ExitWriteLock(); } }

            public void Touch() { _gate.EnterWriteLock(); _gate.ExitWriteLock(); }
        }
        """;

    [Theory]
    [InlineData(null, "DIL0002 _count")]
    [InlineData("contracts", "DIL0002 _count")]
    [InlineData("infer")]
    [InlineData(" Infer ")]
    [InlineData("strict", "DIL0002 _count", "DIL0025 _gate.EnterWriteLock()")]
    [InlineData("inferred", "DIL0002 _count")]
    [InlineData("true", "DIL0002 _count")]
    [InlineData("", "DIL0002 _count")]
    public Task The_mode_of_the_analysis_says_whether_contracts_are_taken_inferred_or_proved(string? value, params string[] expected)
        => AssertReportsAsync(Inferring, "lock_analysis", value, expected);

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("true", "DIL0025 _gate.EnterWriteLock()")]
    [InlineData("TRUE", "DIL0025 _gate.EnterWriteLock()")]
    [InlineData("yes")]
    [InlineData("1")]
    public Task A_lock_that_is_not_reentrant_asks_for_a_proof_where_proofs_are_wanted(string? value, params string[] expected)
        => AssertReportsAsync(
            "class Table { private readonly ReaderWriterLockSlim _gate = new(); public void Add() { _gate.EnterWriteLock(); _gate.ExitWriteLock(); } }",
            "negative_capabilities",
            value,
            expected);

    [Theory]
    [InlineData("public static void Walk(Node node)")]
    [InlineData("private Node node = new(); public void Walk()")]
    [InlineData("private static Node node = new(); public static void Walk()")]
    [InlineData("public static void Walk(ref Node node)")]
    public Task A_proof_is_about_the_object_that_a_variable_led_to(string member) => AssertReportsAsync(
        $$"""
        class Node
        {
            public readonly ReaderWriterLockSlim Gate = new();
            public Node Next() => new();

            {{member}}
            {
                node.Gate.EnterReadLock();
                node.Gate.ExitReadLock();
                node.Gate.EnterWriteLock();
                node.Gate.ExitWriteLock();
                node = node.Next();
                node.Gate.EnterUpgradeableReadLock();
                node.Gate.ExitUpgradeableReadLock();
            }
        }
        """,
        "negative_capabilities",
        "true",
        ["DIL0025 node.Gate.EnterReadLock()", "DIL0025 node.Gate.EnterUpgradeableReadLock()"]);

    [Fact]
    public async Task What_strict_asks_for_can_be_had_without_it()
    {
        string[] strict = await EditorConfigRun.ReportsAsync(Inferring, "decliommu.lock_analysis = strict");
        Assert.Equal(strict, await EditorConfigRun.ReportsAsync(Inferring, "decliommu.lock_analysis = contracts", "decliommu.negative_capabilities = true"));
    }

    [Theory]
    [InlineData(null, "Info DIL0009 Monitor.Enter(_gate)", "DIL0009 throw new InvalidOperationException();")]
    [InlineData("all", "Info DIL0009 Monitor.Enter(_gate)", "DIL0009 throw new InvalidOperationException();")]
    [InlineData("explicit", "DIL0009 throw new InvalidOperationException();")]
    [InlineData("none")]
    [InlineData("some", "Info DIL0009 Monitor.Enter(_gate)", "DIL0009 throw new InvalidOperationException();")]
    public Task Exceptions_that_leave_a_lock_held_are_looked_for_as_far_as_is_wanted(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            class Queue
            {
                private readonly object _gate = new();

                public void Add(Action work)
                {
                    Monitor.Enter(_gate);
                    work();
                    Monitor.Exit(_gate);
                }

                public void Take(bool isEmpty)
                {
                    Monitor.Enter(_gate);
                    if (isEmpty)
                    {
                        throw new InvalidOperationException();
                    }

                    Monitor.Exit(_gate);
                }
            }
            """,
            "exception_paths",
            value,
            expected);

    [Theory]
    [InlineData(null, "Info DIR0002 maker.Make()", "DIR0002 maker.Make()", "Info DIR0008 first", "DIR0008 second")]
    [InlineData("all", "Info DIR0002 maker.Make()", "DIR0002 maker.Make()", "Info DIR0008 first", "DIR0008 second")]
    [InlineData("explicit", "DIR0002 maker.Make()", "DIR0008 second")]
    [InlineData("none")]
    public Task Exceptions_that_lose_a_reference_are_looked_for_as_far_as_is_wanted(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            [ReferenceCounted] public sealed class Page { [ReleasesReference] public void Release() { } }

            public sealed class Maker { [ReturnsOwned] public Page Make() => throw new NotSupportedException(); }

            class User
            {
                void Calls(Maker maker, Action work)
                {
                    Page page = maker.Make();
                    work();
                    page.Release();
                }

                void Throws(Maker maker, bool isWrong)
                {
                    Page page = maker.Make();
                    if (isWrong)
                    {
                        throw new InvalidOperationException();
                    }

                    page.Release();
                }

                void ConsumesOrCalls([Consumes(OnThrow = true)] Page first, Action work)
                {
                    work();
                    first.Release();
                }

                void ConsumesOrThrows([Consumes(OnThrow = true)] Page second, bool isWrong)
                {
                    if (isWrong)
                    {
                        throw new InvalidOperationException();
                    }

                    second.Release();
                }
            }
            """,
            "exception_paths",
            value,
            expected);

    [Theory]
    [InlineData(null, "Info DIL0009 Monitor.Enter(_gate)", "Info DIL0009 Monitor.Enter(_gate)")]
    [InlineData("Trace, Count")]
    [InlineData("Trace ; Count", "Info DIL0009 Monitor.Enter(_gate)")]
    [InlineData(" Count ,, Trace,")]
    [InlineData("Trace", "Info DIL0009 Monitor.Enter(_gate)")]
    [InlineData("trace, count", "Info DIL0009 Monitor.Enter(_gate)", "Info DIL0009 Monitor.Enter(_gate)")]
    [InlineData("*", "Info DIL0009 Monitor.Enter(_gate)", "Info DIL0009 Monitor.Enter(_gate)")]
    public Task Methods_that_are_said_never_to_throw_leave_no_lock_held(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            class Log
            {
                private readonly object _gate = new();

                static void Trace() { }

                static void Count() { }

                public void Write() { Monitor.Enter(_gate); Trace(); Monitor.Exit(_gate); }

                public void Add() { Monitor.Enter(_gate); Count(); Monitor.Exit(_gate); }
            }
            """,
            "non_throwing_methods",
            value,
            expected);

    [Theory]
    [InlineData(null)]
    [InlineData("all")]
    [InlineData("annotated", "DIL0002 Find(row).Value")]
    [InlineData("true")]
    public Task The_same_call_gives_the_same_lock_unless_only_pure_methods_are_trusted(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            class Box
            {
                internal readonly object Gate = new();
                [GuardedBy(nameof(Gate))] internal int Value;
            }

            class Shelf
            {
                private readonly Box[] _boxes = [];

                Box Find(int row) => _boxes[row];

                [System.Diagnostics.Contracts.Pure] Box Get(int row) => _boxes[row];

                public void Put(int row) { lock (Find(row).Gate) { Find(row).Value = 1; } }

                public void Set(int row) { lock (Get(row).Gate) { Get(row).Value = 1; } }
            }
            """,
            "pure_calls",
            value,
            expected);

    private static async Task AssertReportsAsync(string source, string option, string? value, string[] expected)
        => Assert.Equal(expected, await EditorConfigRun.ReportsAsync(source, value is null ? [] : ["decliommu." + option + " = " + value]));
}
