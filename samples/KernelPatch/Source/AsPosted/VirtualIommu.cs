using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.AsPosted;

/// <summary>The IOMMU that a guest sees: the guest's domain IDs and what stands for them.</summary>
[ReferenceCounted]
public sealed class VirtualIommu
{
    [Owned]
    private readonly ParentDomain _parent; // finding 23

    public VirtualIommu(IommuUnit unit, ParentDomain parent)
    {
        Unit = unit;
        _parent = parent; // finding 23
        lock (parent.Lock)
        {
            parent.VirtualIommus.AddLast(this);
        }
    }

    public IommuUnit Unit { get; }

    public IndexedMap<GuestDomainMapping> Mappings { get; } = new();

    [ReleasesReference]
    public void Destroy()
    {
        lock (_parent.Lock)
        {
            LinkedListNode<VirtualIommu>? next;
            for (LinkedListNode<VirtualIommu>? entry = _parent.VirtualIommus.First; entry is not null; entry = next)
            {
                next = entry.Next;
                if (entry.Value == this)
                {
                    _parent.VirtualIommus.Remove(entry);
                }
            }
        }
    }
}
