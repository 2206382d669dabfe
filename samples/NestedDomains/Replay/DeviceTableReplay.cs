using DeclIommu.Formats;
using DeclIommu.Memory;
using NestedDomains.Captures;
using NestedDomains.Hardware;

namespace NestedDomains.Replay;

/// <summary>Decodes the recorded device table and compares it with what was recorded about each device.</summary>
internal sealed class DeviceTableReplay(RecordedMachine machine, Capture capture, TranslationResult translations)
{
    private readonly List<string> _differences = [];

    public DeviceTableResult Run()
    {
        DeviceTableBaseRegister register = machine.DeviceTable;
        int entries = (int)register.TableLength / DeviceTableEntry.SizeInBytes;
        int valid = 0;
        var devices = new List<TranslatedDevice>();
        for (int index = 0; index < entries; index++)
        {
            DeviceTableEntry entry = Entry(index);
            if (!entry.IsValid)
            {
                continue;
            }

            valid++;
            var device = new DeviceId((ushort)index);
            if (!entry.TryValidate(out var fault))
            {
                _differences.Add($"device table entry {DeviceName.Of(device)}: {fault.Field}: {fault.Reason}");
            }

            if (entry.TranslationValid && entry.Mode != PagingMode.NoTranslation)
            {
                devices.Add(Describe(device, entry));
            }
        }

        return new DeviceTableResult(register.Base, entries, valid, devices, [.. _differences, .. Unmentioned(devices)]);
    }

    private DeviceTableEntry Entry(int index)
    {
        machine.Memory.TryGetSpan(machine.DeviceTable.Base + (ulong)(index * DeviceTableEntry.SizeInBytes), DeviceTableEntry.SizeInBytes, out Span<byte> bytes);
        return DeviceTableEntry.Read(bytes);
    }

    private TranslatedDevice Describe(DeviceId id, DeviceTableEntry entry)
    {
        string name = DeviceName.Of(id);
        var count = new PageTableCount(machine.Memory);
        long leaves = count.Leaves(entry.HostPageTableRoot, (int)entry.Mode);
        if (count.MissingTable is { } missing)
        {
            _differences.Add($"page tables of {name}: the page at 0x{missing:x} was not recorded");
        }

        CapturedMappings? recorded = capture.Mappings.FirstOrDefault(mappings => mappings.Device == id);
        if (recorded is not null)
        {
            Compare(recorded, name, "domain ID", recorded.DomainId, entry.DomainId.Value);
            Compare(recorded, name, "mode", recorded.Mode, (int)entry.Mode);
            Compare(recorded, name, "leaf mappings", recorded.Count, leaves);
        }

        Permissions permissions = (entry.ReadAllowed ? Permissions.Read : 0) | (entry.WriteAllowed ? Permissions.Write : 0);
        return new TranslatedDevice(
            name,
            entry.DomainId.Value,
            (int)entry.Mode,
            entry.HostPageTableRoot,
            permissions.Text,
            leaves,
            recorded?.Count,
            capture.Translations.Count(translation => translation.Device == id),
            capture.Translations.Count(translation => translation.Device == id) - translations.Different.Count(different => different.Device == name));
    }

    private void Compare(CapturedMappings recorded, string device, string what, long expected, long actual)
    {
        if (expected != actual)
        {
            _differences.Add($"line {recorded.Line}: {device}: recorded {what} {expected}, model {actual}");
        }
    }

    private IEnumerable<string> Unmentioned(List<TranslatedDevice> devices) =>
        from recorded in capture.Mappings
        let name = DeviceName.Of(recorded.Device)
        where devices.TrueForAll(device => device.Device != name)
        select $"line {recorded.Line}: {name}: recorded with a page table, but its device table entry names none";
}
