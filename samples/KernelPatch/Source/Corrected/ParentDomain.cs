using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>The second stage that the nested domains of its virtual IOMMUs share.</summary>
/// <remarks>Locks: the parent's, then those of a virtual IOMMU.</remarks>
public sealed class ParentDomain : Counted
{
    public readonly Lock Lock = new();

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
            _devices.Add(device, unit);
        }
    }

    /// <summary>Returns when no unit and no device has anything cached for the range.</summary>
    public void Unmap(ulong address, ulong size)
    {
        var flush = new Flush();
        lock (Lock)
        {
            foreach ((uint device, IommuUnit unit) in _devices)
            {
                flush.Add(unit, Invalidation.Pages(_domainId, address, size));
                flush.Add(unit, Invalidation.DeviceTlb(device, address, size));
            }

            foreach (VirtualIommu virtualIommu in VirtualIommus)
            {
                virtualIommu.Flush(flush, address, size);
            }
        }

        flush.Complete();
    }

    /// <summary>Gives up a reference.</summary>
    [ReleasesReference]
    public void Free()
    {
        if (Release())
        {
            lock (Lock)
            {
                _devices.Clear();
            }
        }
    }
}
