using DeclIommu.Contracts;
using KernelPatch.Kernel;

namespace KernelPatch.AsPosted;

/// <summary>The IOMMU that a guest sees: the guest's domain IDs and what stands for them.</summary>
[ReferenceCounted]
public sealed class VirtualIommu(IommuUnit unit)
{
    [Owned]
    private ParentDomain _parent = null!; // finding 23

    public IommuUnit Unit { get; } = unit;

    public IndexedMap<GuestDomainMapping> Mappings { get; } = new();

    public void Initialize(ParentDomain parent)
    {
        _parent = parent;
        lock (parent.Lock)
        {
            parent.VirtualIommus.AddLast(this);
        }
    }

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
