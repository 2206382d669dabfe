using NestedDomains.Replay;
using Spectre.Console;

namespace NestedDomains.Reporting;

/// <summary>The replay of a capture, for people.</summary>
internal static class ReplayText
{
    public static void Write(ReplayResult replay, ReportConsole console)
    {
        console.Title("1. A recorded IOMMU, replayed on the device model");
        console.Paragraph($"{replay.Capture.Description}. {replay.Capture.Registers.Count} registers, {replay.Capture.Pages.Count} pages of memory.");
        WriteDeviceTable(replay.DeviceTable, console);
        WriteCommands(replay.CommandRing, console);
        TranslationResult translations = replay.Translations;
        console.Verdict(
            translations.Equal == translations.Total,
            $"Translations equal to the recorded ones: {translations.Equal} of {translations.Total}, each by a walk and once more from the cache.");
        console.Verdict(replay.Events == 0, $"Events logged by the model: {replay.Events}.");
        console.Space();
    }

    private static void WriteDeviceTable(DeviceTableResult table, ReportConsole console) => console.Table(
        $"Device table at 0x{table.Address:x}: {table.Entries} entries, {table.Valid} valid, {table.Devices.Count} with a page table",
        [
            ("Device", Justify.Left),
            ("Domain", Justify.Right),
            ("Levels", Justify.Right),
            ("Page table", Justify.Right),
            ("Access", Justify.Left),
            ("Mappings", Justify.Right),
            ("Recorded", Justify.Right),
            ("Translations equal", Justify.Right),
        ],
        table.Devices.Select(device => new[]
        {
            device.Device,
            $"{device.DomainId}",
            $"{device.Levels}",
            $"0x{device.Root:x}",
            device.Permissions,
            $"{device.LeafMappings}",
            device.RecordedLeafMappings is { } recorded ? $"{recorded}" : "-",
            device.Translations == 0 ? "-" : $"{device.EqualTranslations} of {device.Translations}",
        }));

    private static void WriteCommands(CommandRingResult ring, ReportConsole console)
    {
        console.Table(
            $"Command ring at 0x{ring.Address:x}: {ring.Entries} entries, {ring.Executed} executed once more by the model",
            [("Command", Justify.Left), ("Count", Justify.Right)],
            ring.Commands.Select(command => new[] { command.Key, $"{command.Value}" }));
        console.Table(
            "What the completion waits stored last",
            [("Address", Justify.Right), ("Recorded", Justify.Right), ("Model", Justify.Right)],
            ring.CompletionStores.Select(store => new[] { $"0x{store.Address:x}", $"0x{store.Recorded:x}", $"0x{store.Stored:x}" }));
    }
}
