using NestedDomains.Nesting;
using Spectre.Console;

namespace NestedDomains.Reporting;

/// <summary>The nested scenario, for people.</summary>
internal static class NestingText
{
    public static void Write(NestingResult nesting, ReportConsole console)
    {
        console.Title("2. Nested domains: what an unmap in the parent leaves behind");
        WriteMappings(nesting, console);
        WriteFlush(nesting, console);
        WriteCache(nesting, console);
        console.Verdict(nesting.StaleAfterFlush == 0, $"Stale translations left by the flush: {nesting.StaleAfterFlush}.");
        console.Verdict(
            nesting.RefusedAccesses == nesting.ExpectedRefusals,
            $"Accesses to the unmapped range refused afterwards: {nesting.RefusedAccesses} of {nesting.ExpectedRefusals}, with {nesting.PageFaultEvents} IO_PAGE_FAULT events.");
        console.Verdict(nesting.Refusal is not null, nesting.Refusal is null ? "A guest entry with GV = 1 was accepted." : $"GV = 1: {nesting.Refusal}");
        console.Space();
    }

    private static void WriteMappings(NestingResult nesting, ReportConsole console) => console.Table(
        $"Domain IDs of the host, and the guests' that they stand for, on {nesting.Units} units",
        [
            ("Parent", Justify.Left),
            ("Guest", Justify.Left),
            ("gDomID", Justify.Right),
            ("hDomID", Justify.Right),
            ("Users", Justify.Right),
            ("Devices", Justify.Left),
        ],
        nesting.Mappings.Select(mapping => new[]
        {
            mapping.Parent,
            mapping.Guest ?? "-",
            mapping.GuestDomainId is { } id ? $"{id}" : "-",
            $"{mapping.HostDomainId}",
            $"{mapping.Users}",
            string.Join(", ", mapping.Devices),
        }));

    private static void WriteFlush(NestingResult nesting, ReportConsole console)
    {
        UnmappedRange range = nesting.Unmapped;
        console.Table(
            $"Parent {range.Parent} unmaps 0x{range.Iova:x}..0x{range.Iova + range.Length - 1:x}; each unit was sent",
            [("Unit", Justify.Right), ("Command", Justify.Left), ("Decoded", Justify.Left)],
            nesting.Flush.SelectMany(unit => unit.Commands.Count == 0
                ? [[$"{unit.Unit}", "none", ""]]
                : unit.Commands.Select(command => new[] { $"{unit.Unit}", command.Name, command.Details })));
    }

    private static void WriteCache(NestingResult nesting, ReportConsole console) => console.Table(
        $"Cached translations after {nesting.DirectMemoryAccesses} accesses, before and after the unmap",
        [
            ("Unit", Justify.Right),
            ("hDomID", Justify.Right),
            ("Owner", Justify.Left),
            ("In the range", Justify.Right),
            ("After", Justify.Right),
            ("Outside", Justify.Right),
            ("After", Justify.Right),
        ],
        nesting.Cache.Select(domain => new[]
        {
            $"{domain.Unit}",
            $"{domain.HostDomainId}",
            domain.Owner,
            $"{domain.InRangeBefore}",
            $"{domain.InRangeAfter}",
            $"{domain.OutsideBefore}",
            $"{domain.OutsideAfter}",
        }));
}
