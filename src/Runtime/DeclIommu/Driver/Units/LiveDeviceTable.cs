using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The device table that a unit was running with when the driver found it.</summary>
internal static class LiveDeviceTable
{
    /// <summary>Takes the entries over by which devices translate, so that DMA under way goes on.</summary>
    /// <returns>The domain IDs in them.</returns>
    public static ushort[] CopyTo(HostDeviceTable table, UnitRegisters registers, IPhysicalMemory memory)
    {
        if (!registers.Control.IommuEnabled)
        {
            return [];
        }

        SortedSet<ushort> ids = [];
        DeviceTableBaseRegister live = DeviceTableBaseRegister.FromRaw(registers.Read(RegisterOffset.DeviceTableBase));
        int count = (int)Math.Min((ulong)table.Count, live.TableLength / (ulong)DeviceTableEntry.SizeInBytes);
        for (int device = 0; device < count; device++)
        {
            if (memory.TryGetSpan(live.Base + (ulong)(device * DeviceTableEntry.SizeInBytes), DeviceTableEntry.SizeInBytes, out Span<byte> bytes)
                && DeviceTableEntry.Read(bytes) is { IsValid: true, TranslationValid: true } entry)
            {
                table.Write(new DeviceId((ushort)device), DeviceTableEntries.Blocked, entry);
                ids.Add(entry.DomainId.Value);
            }
        }

        // 0 is no ID of the host's: nothing gets it.
        ids.Remove(0);
        return [.. ids];
    }
}
