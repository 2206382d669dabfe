using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Tests.Diagnostics;

public sealed class DoubleFetchTests
{
    [Fact]
    public Task Check_then_use_through_one_overlay_is_reported() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        if (entry.Length > 16)
        {
            return 0;
        }

        return {|DIG0090:entry.Length|};
        """);

    [Fact]
    public Task Two_overlays_of_the_same_memory_are_one() => Verify("""
        if (Entry.AsRef(memory).Length > 16)
        {
            return 0;
        }

        return {|DIG0090:Entry.AsRef(memory).Length|};
        """);

    [Fact]
    public Task Reads_on_two_branches_are_not_on_one_path() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        if (flag)
        {
            return entry.Length;
        }

        return entry.Length + 1;
        """);

    [Fact]
    public Task Another_field_is_another_fetch() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        return entry.Length + entry.Kind;
        """);

    [Fact]
    public Task One_read_in_a_loop_waits_for_a_change() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        while (entry.Length == 0)
        {
        }

        return 1;
        """);

    [Fact]
    public Task A_read_after_a_loop_that_read_is_reported() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        while (entry.Length == 0)
        {
        }

        return {|DIG0090:entry.Length|};
        """);

    [Fact]
    public Task A_bound_that_each_round_reads_anew_is_reported() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        long sum = 0;
        for (int i = 0; i < {|DIG0090:entry.Length|}; i++)
        {
            sum += i;
        }

        return sum;
        """);

    [Fact]
    public Task A_value_that_each_round_uses_anew_is_reported() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        long sum = 0;
        for (int i = 0; i < 4; i++)
        {
            sum += {|DIG0090:entry.Length|};
        }

        return sum;
        """);

    [Fact]
    public Task A_loop_may_wait_for_a_value_that_it_does_not_change() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        long wanted = flag ? 1 : 2;
        int rounds = 0;
        while (true)
        {
            rounds++;
            if (entry.Kind == wanted)
            {
                return rounds;
            }
        }
        """);

    [Fact]
    public Task A_copy_of_each_round_is_its_own() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        long sum = 0;
        for (int i = 0; i < 4; i++)
        {
            int length = entry.Length;
            sum += length > 16 ? 0 : length;
        }

        return sum;
        """);

    [Fact]
    public Task Memory_that_moves_on_in_a_loop_is_other_memory() => Verify("""
        long sum = 0;
        while (memory.Length >= 8)
        {
            sum += Entry.AsRef(memory).Length;
            memory = memory.Slice(8);
        }

        return sum;
        """);

    [Fact]
    public Task An_overlay_of_each_round_is_its_own() => Verify("""
        long sum = 0;
        for (int i = 0; i < 4; i++)
        {
            ref readonly Entry entry = ref Entry.AsRef(memory.Slice(i * 8));
            sum += entry.Length;
        }

        return sum;
        """);

    [Fact]
    public Task A_rebound_overlay_starts_anew() => Verify("""
        ref readonly Entry entry = ref Entry.AsRef(memory);
        int length = entry.Length;
        entry = ref Entry.AsRef(memory.Slice(8));
        return length + entry.Length;
        """);

    [Fact]
    public Task A_copy_is_read_as_often_as_one_likes() => Verify("""
        Entry entry = Entry.Read(memory);
        return entry.Length + entry.Length;
        """);

    [Fact]
    public Task Memory_of_the_method_does_not_change() => Verify("""
        Span<byte> own = stackalloc byte[8];
        ref Entry entry = ref Entry.AsRef(own);
        entry.Length = 5;
        byte[] array = new byte[8];
        ref Entry other = ref Entry.AsRef(array);
        return entry.Length + entry.Length + other.Length + other.Length;
        """);

    [Fact]
    public Task A_write_is_no_fetch() => Verify("""
        ref Entry entry = ref Entry.AsRef(writable);
        entry.Length = 1;
        entry.Length = 2;
        return entry.Length;
        """);

    private static async Task Verify(string body)
    {
        Markup markup = Markup.Parse($$"""
            [Layout(64)]
            public partial struct Entry
            {
                [Bits(15, 0)]
                public partial ushort Length { readonly get; set; }

                [Bits(63, 16)]
                public partial long Kind { readonly get; set; }
            }

            public static class Reader
            {
                public static long Read(ReadOnlySpan<byte> memory, Span<byte> writable, bool flag)
                {
            {{body}}
                }
            }
            """);
        IReadOnlyList<Diagnostic> faults = await GeneratorRun.AnalyzeAsync(markup.Source);
        Assert.Equal(markup.Expected, faults.Select(static fault => (fault.Id, fault.Location.SourceSpan.Start, fault.Location.SourceSpan.Length)));
        Assert.DoesNotContain(GeneratorRun.Of(markup.Source).CompilerFaults, static fault => fault.Severity == DiagnosticSeverity.Error);
    }
}
