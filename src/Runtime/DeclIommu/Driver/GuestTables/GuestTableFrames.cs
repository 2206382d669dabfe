using DeclIommu.Contracts;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The frames of guest tables. Under a parent each is mapped there, read-only, so that units reach it by the guest physical addresses that the tables hold.</summary>
/// <remarks>Frames given back are kept and used again, mapped as they are, until all are released. Not safe for concurrent use: its owner's gate guards it.</remarks>
[ReferenceCounted]
internal sealed class GuestTableFrames(PageFrameAllocator frames, ParentDomain? parent, ulong window)
{
    private readonly Queue<ulong> _spare = [];
    private readonly List<ulong> _all = [];
    private int _reserved;

    /// <summary>The memory that the tables lie in.</summary>
    public PageFrameAllocator Frames => frames;

    /// <summary>What is added to the address of a frame to give the one at which the parent maps it.</summary>
    public ulong Window => window;

    /// <summary>The addresses at which the parent maps frames.</summary>
    public IEnumerable<ulong> WindowAddresses => parent is null ? [] : _all.Select(AddressIn);

    /// <summary>The address by which tables lead to a frame.</summary>
    public ulong AddressIn(ulong physical) => parent is null ? physical : physical + window;

    /// <summary>The frame that a table leads to.</summary>
    public ulong PhysicalOf(ulong address) => parent is null ? address : address - window;

    /// <summary>Makes sure that so many frames are at hand.</summary>
    /// <exception cref="PageFramesExhaustedException">There are not so many; what was at hand still is.</exception>
    /// <exception cref="MappingException">The parent maps something else where a frame is to be.</exception>
    public void Reserve(int count, string purpose)
    {
        while (_spare.Count < count)
        {
            if (!frames.TryAllocate(out ulong physical))
            {
                throw new PageFramesExhaustedException(purpose, count, _spare.Count);
            }

            try
            {
                Show(physical);
                _all.Add(physical);
            }
            catch
            {
                frames.Free(physical);
                throw;
            }

            _spare.Enqueue(physical);
        }

        _reserved = count;
    }

    private void Show([Borrows] ulong physical) => parent?.Map(physical + window, physical, PageFrameAllocator.FrameSize, Permissions.Read);

    private bool TryTell(Action<ParentDomain> tell)
    {
        try
        {
            if (parent is not null)
            {
                tell(parent);
            }

            return true;
        }
        catch (IommuUnitFailedException)
        {
            // The unit remembers its failure; the frames are kept until it has confirmed.
            return false;
        }
        catch (ObjectDisposedException)
        {
            // The parent went first, and its page table with it.
            return true;
        }
    }

    /// <summary>Takes a zeroed frame that was reserved.</summary>
    public ulong Use()
    {
        if (_reserved == 0)
        {
            throw new InvalidOperationException("A guest page table change used more frames than were reserved for it.");
        }

        _reserved--;
        ulong physical = _spare.Dequeue();
        frames.Frame(physical).Clear();
        frames.CountOf(physical) = 0;
        return physical;
    }

    /// <summary>Gives frames back that no unit can reach any more.</summary>
    public void Recycle([Consumes] List<ulong> retired)
    {
        foreach (ulong physical in retired)
        {
            _spare.Enqueue(physical);
        }
    }

    /// <summary>Takes all frames out of the parent: nothing may use the tables afterwards.</summary>
    /// <param name="isConfirmed">Whether every unit has forgotten that the parent mapped them.</param>
    /// <returns>The frames.</returns>
    [ReleasesReference]
    [return: ReturnsOwned]
    public List<ulong> Release(out bool isConfirmed)
    {
        isConfirmed = true;
        foreach (ulong physical in _all)
        {
            ulong address = physical + window;
            isConfirmed &= TryTell(parent => parent.Unmap(address, PageFrameAllocator.FrameSize));
        }

        if (parent?.Flushing.FlushMode == FlushMode.Lazy)
        {
            // It has only noted what was unmapped.
            isConfirmed &= TryTell(static parent => parent.Flush());
        }

        List<ulong> released = [.. _all];
        _all.Clear();
        _spare.Clear();
        return released;
    }
}
