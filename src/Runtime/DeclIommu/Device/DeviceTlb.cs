using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The translations that one device behind an <see cref="IommuDevice"/> caches itself (PCIe ATS), and the requests that it makes by them.</summary>
/// <remarks>
/// Safe for concurrent use. Filled by translation requests while the device table entry allows them (I = 1); it never forgets by itself, only INVALIDATE_IOTLB_PAGES empties
/// it: without GN of what was asked for without PASID, with GN of that of the PASID it names. A request by a cached translation goes to memory past page tables and the
/// IOMMU's own caches; only the device table entry is asked whether it still may.
/// </remarks>
public sealed class DeviceTlb
{
    private readonly DeviceId _device;
    private readonly DeviceModel _model;
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly List<DeviceTlbEntry> _entries = [];

    [GuardedBy(nameof(_gate))]
    private int _generation;

    internal DeviceTlb(DeviceId device, DeviceModel model)
    {
        _device = device;
        _model = model;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId => _device;

    /// <summary>The translations cached, as they are at one moment, in the order in which they came.</summary>
    public IReadOnlyList<DeviceTlbEntry> Snapshot()
    {
        lock (_gate)
        {
            return [.. _entries];
        }
    }

    /// <summary>Answers where a request of the device goes, by what it has cached if it has, else after a translation request; faults are logged as for any other request.</summary>
    /// <param name="pasid">The process address space; null for a request without PASID.</param>
    /// <param name="address">The address that the device gives.</param>
    /// <param name="access">What it wants to do there.</param>
    /// <returns>The physical address, or the fault, for this moment.</returns>
    public DmaResult Translate(Pasid? pasid, ulong address, Permissions access)
    {
        int generation;
        DeviceTlbEntry found;
        lock (_gate)
        {
            generation = _generation;
            found = _entries.Find(entry => entry.Pasid == pasid && entry.Contains(address));
        }

        bool isAllowed = _model.DeviceTable.TryGet(_device, out DeviceContext? context, out _) == DmaOutcome.Translated && context!.AllowsTranslationRequests;
        if (!isAllowed)
        {
            // The device may not ask for translations, nor use those it has.
            return found.Size == 0 ? Request(pasid, address, access) : DmaResult.Fault(DmaOutcome.Blocked);
        }

        if (found.Size == 0)
        {
            DmaResult answer = Request(pasid, address, Permissions.None);
            if (answer.Outcome != DmaOutcome.Translated)
            {
                return answer;
            }

            ulong offset = address % answer.PageSize;
            found = new DeviceTlbEntry(pasid, address - offset, answer.PageSize, answer.PhysicalAddress - offset, answer.Permissions);
            lock (_gate)
            {
                // What an invalidation has overtaken is used this once.
                if (_generation == generation)
                {
                    _entries.Add(found);
                }
            }
        }

        return found.Permissions.Includes(access)
            ? new DmaResult(DmaOutcome.Translated, found.PhysicalAddress + (address - found.VirtualAddress), found.Size, found.Permissions)
            : DmaResult.Fault(DmaOutcome.PermissionDenied);
    }

    internal void Invalidate(Pasid? pasid, PageRange range)
    {
        lock (_gate)
        {
            _generation++;
            _entries.RemoveAll(entry => entry.Pasid == pasid && entry.VirtualAddress <= range.Last && entry.VirtualAddress + (entry.Size - 1) >= range.Start);
        }
    }

    private DmaResult Request(Pasid? pasid, ulong address, Permissions access)
    {
        DmaResult result = _model.Translator.Translate(_device, pasid, address, access, out FaultSource fault);
        if (!result.Succeeded)
        {
            _model.Events.ReportFault(result.Outcome, _device, address, access, fault);
        }

        return result;
    }
}
