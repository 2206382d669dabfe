using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.Corrected;

/// <summary>The IOMMU that a guest sees. It keeps its parent domain.</summary>
[ReferenceCounted]
public sealed class VirtualIommu
{
    [Owned]
    private readonly ParentDomain _parent;

    private readonly IommuUnit _unit;
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly SortedSet<uint> _devices = [];

    /// <param name="parent">The second stage of the guest's domains.</param>
    /// <param name="unit">The unit behind it.</param>
    /// <param name="hostDomainIds">The host's domain IDs.</param>
    /// <param name="quota">How many of them the guest may use.</param>
    public VirtualIommu(ParentDomain parent, IommuUnit unit, HostDomainIds hostDomainIds, int quota)
    {
        _unit = unit;
        Mappings = new GuestDomainMap(unit, hostDomainIds, quota);
        parent.Acquire();
        _parent = parent;
        lock (parent.Lock)
        {
            parent.VirtualIommus.AddLast(this);
        }
    }

    public GuestDomainMap Mappings { get; }

    /// <summary>From now on a flush of the parent reaches the device's own TLB.</summary>
    public void Attach(uint device)
    {
        lock (_gate)
        {
            _devices.Add(device);
        }
    }

    /// <exception cref="InvalidOperationException">There are nested domains; nothing has changed.</exception>
    [ReleasesReference]
    public void Destroy()
    {
        if (!Mappings.IsEmpty)
        {
            throw new InvalidOperationException("A virtual IOMMU with nested domains is destroyed.");
        }

        lock (_parent.Lock)
        {
            _parent.VirtualIommus.Remove(this);
        }

        _parent.Free();
    }

    public void Flush(Flush flush, ulong address, ulong size)
    {
        Mappings.Flush(flush, address, size);
        lock (_gate)
        {
            foreach (uint device in _devices)
            {
                flush.Add(_unit, Invalidation.DeviceTlb(device, address, size));
            }
        }
    }
}
