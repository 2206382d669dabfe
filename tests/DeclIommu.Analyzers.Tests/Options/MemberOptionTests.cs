using DeclIommu.Analyzers.Tests.Support;

namespace DeclIommu.Analyzers.Tests.Options;

/// <summary>The entries that say of which code locks are asked: what runs a delegate at once, constructors, finalizers.</summary>
public sealed class MemberOptionTests
{
    [Theory]
    [InlineData(null, "DIL0002 _count", "DIL0002 _count")]
    [InlineData("Bus.Visit, Table.Each")]
    [InlineData("Bus.Visit", "DIL0002 _count")]
    [InlineData("Vendor.Bus.Visit, Vendor.Table.Each")]
    [InlineData("Visit, Each", "DIL0002 _count", "DIL0002 _count")]
    [InlineData("Other.Visit, Table", "DIL0002 _count", "DIL0002 _count")]
    [InlineData("bus.visit, table.each", "DIL0002 _count", "DIL0002 _count")]
    public Task A_method_that_is_said_to_run_its_delegates_runs_them_under_the_locks_of_the_caller(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            namespace Vendor
            {
                public sealed class Bus { public void Visit(Action visitor) => throw new NotSupportedException(); }

                public sealed class Table<T> { public static void Each(Action<T> visitor) => throw new NotSupportedException(); }
            }

            class Counter(Vendor.Bus bus)
            {
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private int _count;

                public void Count() { lock (_gate) { bus.Visit(() => _count++); } }

                public void CountAll() { lock (_gate) { Vendor.Table<int>.Each(item => _count += item); } }
            }
            """,
            "immediate_delegates",
            value,
            expected);

    [Theory]
    [InlineData(null, "DIL0002 _late")]
    [InlineData("escaping", "DIL0002 _late")]
    [InlineData("all", "DIL0002 _early", "DIL0004 Reset()", "DIL0002 _late")]
    [InlineData("ALL", "DIL0002 _early", "DIL0004 Reset()", "DIL0002 _late")]
    [InlineData("none", "DIL0002 _late")]
    public Task A_constructor_is_checked_from_where_others_may_know_the_object_or_from_its_beginning(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            class Node
            {
                private static Node? s_last;
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private int _early;
                [GuardedBy(nameof(_gate))] private int _late;

                public Node()
                {
                    _early = 1;
                    Reset();
                    s_last = this;
                    _late = 2;
                }

                [RequiresLock(nameof(_gate))] private void Reset() { }
            }
            """,
            "constructor_checks",
            value,
            expected);

    [Theory]
    [InlineData(null, "DIL0001 _handle", "DIL0004 Free()", "DIL0001 s_count", "DIL0001 _handle")]
    [InlineData("all", "DIL0001 _handle", "DIL0004 Free()", "DIL0001 s_count", "DIL0001 _handle")]
    [InlineData("none", "DIL0001 s_count", "DIL0001 _handle")]
    [InlineData("None", "DIL0001 s_count", "DIL0001 _handle")]
    [InlineData("false", "DIL0001 _handle", "DIL0004 Free()", "DIL0001 s_count", "DIL0001 _handle")]
    public Task A_finalizer_may_be_said_to_be_alone_with_its_object(string? value, params string[] expected)
        => AssertReportsAsync(
            """
            class Handle
            {
                private static readonly object s_gate = new();
                [GuardedBy(nameof(s_gate))] private static int s_count;
                private readonly object _gate = new();
                [GuardedBy(nameof(_gate))] private int _handle;

                ~Handle()
                {
                    Console.WriteLine(_handle);
                    Free();
                    Console.WriteLine(s_count);
                }

                [RequiresLock(nameof(_gate))] private void Free() { }

                public int Value => _handle;
            }
            """,
            "finalizer_checks",
            value,
            expected);

    private static async Task AssertReportsAsync(string source, string option, string? value, string[] expected)
        => Assert.Equal(expected, await EditorConfigRun.ReportsAsync(source, value is null ? [] : ["decliommu." + option + " = " + value]));
}
