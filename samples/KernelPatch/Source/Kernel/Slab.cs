using DeclIommu.Contracts;

namespace KernelPatch.Kernel;

/// <summary>Memory for objects of one type, as the kernel's slabs: what was freed is handed out again.</summary>
/// <param name="limit">How many objects may be in use at once.</param>
public sealed class Slab<T>(int limit = int.MaxValue)
    where T : class, new()
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Stack<T> _free = [];

    [GuardedBy(nameof(_gate))]
    private int _used;

    /// <summary>Objects in use.</summary>
    public int Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>An object that is the caller's alone, or null if there is no memory.</summary>
    [ReturnsOwned]
    public T? Allocate()
    {
        lock (_gate)
        {
            if (_used == limit)
            {
                return null;
            }

            _used++;
            return _free.TryPop(out T? item) ? item : new T();
        }
    }

    /// <summary>Takes an object back; nobody may touch it any more.</summary>
    public void Free([Consumes] T item)
    {
        lock (_gate)
        {
            _used--;
            _free.Push(item);
        }
    }
}
