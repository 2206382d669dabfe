using DeclIommu.Contracts;

namespace KernelPatch.Kernel;

/// <summary>The host's domain IDs, as the kernel's ID allocator gives them out: the lowest that is free.</summary>
/// <param name="last">The highest ID.</param>
public sealed class HostDomainIds(int last = ushort.MaxValue)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<uint> _used = [];

    /// <summary>An ID from 1 on, or a negative <see cref="Errno"/>.</summary>
    public int Allocate()
    {
        lock (_gate)
        {
            for (uint id = 1; id <= last; id++)
            {
                if (_used.Add(id))
                {
                    return (int)id;
                }
            }

            return (int)Errno.NoSpace;
        }
    }

    /// <summary>Takes an ID back; it may be handed out again at once.</summary>
    public void Free(uint id)
    {
        lock (_gate)
        {
            _used.Remove(id);
        }
    }
}
