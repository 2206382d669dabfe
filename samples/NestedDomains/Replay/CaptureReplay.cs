using DeclIommu.Formats;
using NestedDomains.Captures;
using NestedDomains.Hardware;

namespace NestedDomains.Replay;

/// <summary>Brings the device model into the recorded state and has it do again what the recorded machine did.</summary>
internal static class CaptureReplay
{
    /// <exception cref="CaptureException">The capture lacks what a machine needs.</exception>
    public static ReplayResult Run(Capture capture)
    {
        using RecordedMachine machine = RecordedMachine.Restore(capture);
        machine.Program();
        uint logged = machine.Device.ReadRingPointer(RegisterOffset.EventLogTail);
        CommandRingResult ring = new CommandRingReplay(machine).Run();
        TranslationResult translations = new TranslationReplay(machine.Device).Run(capture.Translations);
        DeviceTableResult table = new DeviceTableReplay(machine, capture, translations).Run();
        uint events = (machine.Device.ReadRingPointer(RegisterOffset.EventLogTail) - logged) / (uint)EventLogEntry.SizeInBytes;
        string[] differences =
        [
            .. table.Differences,
            .. ring.Differences,
            .. translations.Different.Select(different => different.ToString()),
        ];
        return new ReplayResult(capture, table, ring, translations, (int)events, differences);
    }
}
