using System.Diagnostics;
using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Merged;

/// <summary>The second stage that the nested domains of its virtual IOMMUs share: flushing as the driver took it in.</summary>
public sealed class ParentDomain : Counted
{
    public readonly Lock Lock = new();

    [GuardedBy(nameof(Lock))]
    private readonly HashSet<IommuUnit> _units = [];

    [GuardedBy(nameof(Lock))]
    private readonly SortedDictionary<uint, IommuUnit> _devices = [];

    private readonly uint _domainId;

    public ParentDomain(uint domainId)
    {
        _domainId = domainId;
        Users = 1;
    }

    [GuardedBy(nameof(Lock))]
    public LinkedList<VirtualIommu> VirtualIommus { get; } = [];

    public void Attach(IommuUnit unit, uint device)
    {
        lock (Lock)
        {
            _units.Add(unit);
            _devices.Add(device, unit);
        }
    }

    public void Unmap(ulong address, ulong size)
    {
        lock (Lock)
        {
            FlushPages(address, size);
            foreach (IommuUnit unit in _units) // finding 17
            {
                unit.WaitForCompletion();
            }
        }
    }

    [RequiresLock(nameof(Lock))]
    private void FlushPages(ulong address, ulong size)
    {
        int result = 0;
        foreach (IommuUnit unit in _units)
        {
            result |= (int)unit.Queue(Invalidation.Pages(_domainId, address, size));
        }

        foreach ((uint device, IommuUnit unit) in _devices) // finding 19
        {
            result |= (int)unit.Queue(Invalidation.DeviceTlb(device, address, size));
        }

        if (VirtualIommus.Count > 0)
        {
            result |= FlushGuestDomains(address, size); // finding 20
        }

        Debug.WriteLineIf(result != 0, $"Flushing gave {result}."); // finding 21
    }

    [RequiresLock(nameof(Lock))]
    private int FlushGuestDomains(ulong address, ulong size)
    {
        int result = 0;
        foreach (VirtualIommu virtualIommu in VirtualIommus)
        {
            lock (virtualIommu.Mappings.Lock)
            {
                int index = 0;
                for (GuestDomainMapping? mapping = virtualIommu.Mappings.Find(ref index); mapping is not null; mapping = virtualIommu.Mappings.Find(ref index))
                {
                    var command = Invalidation.Pages(mapping.HostDomainId, address, size);
                    result |= (int)virtualIommu.Unit.Queue(command); // finding 26
                    index++;
                }
            }
        }

        return result;
    }
}
