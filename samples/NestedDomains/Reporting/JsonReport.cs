using System.Text.Json;
using System.Text.Json.Serialization;
using NestedDomains.Nesting;
using NestedDomains.Replay;

namespace NestedDomains.Reporting;

/// <summary>The report for machines; names and shapes here are what other programs read.</summary>
internal sealed record JsonReport(
    bool Equal,
    string Capture,
    string Description,
    TranslationResult Translations,
    IReadOnlyDictionary<string, int> Commands,
    int StaleAfterFlush,
    IReadOnlyList<string> Differences,
    DeviceTableResult DeviceTable,
    JsonCommandRing CommandRing,
    int Events,
    NestingResult Nesting)
{
    public static void Write(Report report, TextWriter output)
    {
        CommandRingResult ring = report.Replay.CommandRing;
        var json = new JsonReport(
            report.Equal,
            report.Replay.Capture.File,
            report.Replay.Capture.Description,
            report.Replay.Translations,
            ring.Commands,
            report.Nesting.StaleAfterFlush,
            report.Differences,
            report.Replay.DeviceTable,
            new JsonCommandRing(ring.Address, ring.Entries, ring.Executed, ring.CompletionStores),
            report.Replay.Events,
            report.Nesting);
        output.WriteLine(JsonSerializer.Serialize(json, JsonReportContext.Default.JsonReport));
    }
}
