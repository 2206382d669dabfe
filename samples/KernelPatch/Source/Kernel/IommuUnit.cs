using DeclIommu.Contracts;

namespace KernelPatch.Kernel;

/// <summary>One IOMMU: a ring of commands that it carries out later, and a wait for all of them.</summary>
/// <param name="capacity">How many commands the ring takes between two waits.</param>
public sealed class IommuUnit(int capacity = 512)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Queue<Invalidation> _ring = [];

    [GuardedBy(nameof(_gate))]
    private readonly List<Invalidation> _completed = [];

    /// <summary>What has been carried out.</summary>
    public IReadOnlyList<Invalidation> Completed
    {
        get
        {
            lock (_gate)
            {
                return [.. _completed];
            }
        }
    }

    /// <summary>Puts a command into the ring.</summary>
    public Errno Queue(Invalidation command)
    {
        lock (_gate)
        {
            if (_ring.Count == capacity)
            {
                return Errno.TimedOut;
            }

            _ring.Enqueue(command);
            return Errno.None;
        }
    }

    /// <summary>Returns when everything in the ring has been carried out.</summary>
    public Errno WaitForCompletion()
    {
        lock (_gate)
        {
            _completed.AddRange(_ring);
            _ring.Clear();
            return Errno.None;
        }
    }
}
