using DeclIommu.Contracts;

namespace DeclIommu.Memory;

/// <summary>Hands out zeroed 4 KiB page frames of a region of physical memory: for page tables, device tables, rings.</summary>
/// <remarks>
/// Constant time for single frames. Safe for concurrent use; no other lock is taken while its gate is held. Each allocated frame carries a number
/// (<see cref="CountOf"/>) for its owner's use, 0 at first, which a page table uses for the entries present in it.
/// </remarks>
public sealed class PageFrameAllocator
{
    /// <summary>The size of a frame: 4096 bytes.</summary>
    public const int FrameSize = 4096;

    private const int None = -1;

    private readonly IPhysicalMemory _memory;
    private readonly ulong _start;

    // For a free frame the next free one; for an allocated frame its owner's count.
    private readonly int[] _links;
    private readonly bool[] _isAllocated;

    [NoBlocking]
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate))]
    private int _firstFreed = None;

    [GuardedBy(nameof(_gate))]
    private int _firstFresh;

    [GuardedBy(nameof(_gate))]
    private int _free;

    /// <summary>Makes an allocator of a region.</summary>
    /// <param name="memory">The memory that backs the region.</param>
    /// <param name="start">The physical address of the first frame, a multiple of 4096.</param>
    /// <param name="length">The length of the region in bytes, a positive multiple of 4096, at most 2^31 - 1 frames.</param>
    /// <exception cref="ArgumentException">The region is empty, not aligned, too long, or not backed by the memory at its ends.</exception>
    public PageFrameAllocator(IPhysicalMemory memory, ulong start, ulong length)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (start % FrameSize != 0)
        {
            throw new ArgumentException($"The start of a region of page frames, 0x{start:X}, is not a multiple of {FrameSize}.", nameof(start));
        }

        if (length == 0 || length % FrameSize != 0 || length / FrameSize > int.MaxValue || start + (length - 1) < start)
        {
            throw new ArgumentException($"The length of a region of page frames, 0x{length:X}, is not a positive multiple of {FrameSize} of at most {int.MaxValue} frames that ends below 2^64.", nameof(length));
        }

        if (!memory.TryGetSpan(start, FrameSize, out _) || !memory.TryGetSpan(start + length - FrameSize, FrameSize, out _))
        {
            throw new ArgumentException($"The region of page frames from 0x{start:X}, length 0x{length:X}, is not backed by the memory.", nameof(length));
        }

        _memory = memory;
        _start = start;
        _links = new int[length / FrameSize];
        _isAllocated = new bool[_links.Length];
        _free = _links.Length;
    }

    /// <summary>How many frames are free.</summary>
    public int FreeCount
    {
        get
        {
            lock (_gate)
            {
                return _free;
            }
        }
    }

    /// <summary>Takes a zeroed frame.</summary>
    /// <param name="address">Its physical address, if the result is true.</param>
    /// <returns>False if none is free.</returns>
    [TryAcquiresReference(true)]
    public bool TryAllocate([Owned] out ulong address)
    {
        int frame;
        lock (_gate)
        {
            if (_firstFreed != None)
            {
                frame = _firstFreed;
                _firstFreed = _links[frame];
            }
            else if (_firstFresh < _links.Length)
            {
                frame = _firstFresh++;
            }
            else
            {
                address = 0;
                return false;
            }

            MarkAllocated(frame);
        }

        address = AddressOf(frame);
        Frame(address).Clear();
        return true;
    }

    /// <summary>Takes zeroed frames that follow one another.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="address">The physical address of the first, if the result is true.</param>
    /// <returns>False if there are not so many free frames in one piece.</returns>
    /// <remarks>Takes time in proportion to the region if the frames never used before do not suffice.</remarks>
    [TryAcquiresReference(true)]
    public bool TryAllocate(int count, [Owned] out ulong address)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int first;
        lock (_gate)
        {
            first = FindRun(count);
            if (first == None)
            {
                address = 0;
                return false;
            }

            for (int frame = first; frame < first + count; frame++)
            {
                MarkAllocated(frame);
            }

            if (first == _firstFresh)
            {
                _firstFresh += count;
            }
            else
            {
                _firstFresh = Math.Max(_firstFresh, first + count);
                RebuildFreedList();
            }
        }

        address = AddressOf(first);
        for (int frame = 0; frame < count; frame++)
        {
            Frame(AddressOf(first + frame)).Clear();
        }

        return true;
    }

    /// <summary>Gives back a frame, or the first of several.</summary>
    /// <param name="address">The physical address of the first frame.</param>
    /// <param name="count">How many frames, at least 1.</param>
    /// <exception cref="ArgumentException">The address is no frame of the region, or one of the frames is not allocated; nothing was freed.</exception>
    public void Free([Consumes(OnThrow = true)] ulong address, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int first = IndexOf(address);
        lock (_gate)
        {
            for (int frame = first; frame < first + count; frame++)
            {
                if (frame >= _links.Length || !_isAllocated[frame])
                {
                    throw new ArgumentException($"The page frame at 0x{AddressOf(frame):X} is not allocated: it was freed before, or never handed out.", nameof(address));
                }
            }

            for (int frame = first; frame < first + count; frame++)
            {
                _isAllocated[frame] = false;
                _links[frame] = _firstFreed;
                _firstFreed = frame;
                _free++;
            }
        }
    }

    /// <summary>The bytes of a frame.</summary>
    internal Span<byte> Frame(ulong address) => _memory.TryGetSpan(address, FrameSize, out Span<byte> bytes)
        ? bytes
        : throw new InvalidOperationException($"The memory no longer backs the page frame at 0x{address:X}.");

    /// <summary>The number that the owner of an allocated frame keeps with it.</summary>
    internal ref int CountOf(ulong address) => ref _links[IndexOf(address)];

    private int IndexOf(ulong address)
    {
        ulong index = (address - _start) / FrameSize;
        if (address < _start || address % FrameSize != 0 || index >= (ulong)_links.Length)
        {
            throw new ArgumentException($"0x{address:X} is not the address of a page frame between 0x{_start:X} and 0x{AddressOf(_links.Length - 1):X}.", nameof(address));
        }

        return (int)index;
    }

    private ulong AddressOf(int frame) => _start + ((ulong)frame * FrameSize);

    [RequiresLock(nameof(_gate))]
    private void MarkAllocated(int frame)
    {
        _isAllocated[frame] = true;
        _links[frame] = 0;
        _free--;
    }

    [RequiresLock(nameof(_gate))]
    private int FindRun(int count)
    {
        if (_links.Length - _firstFresh >= count)
        {
            return _firstFresh;
        }

        int run = 0;
        for (int frame = 0; frame < _links.Length; frame++)
        {
            run = _isAllocated[frame] ? 0 : run + 1;
            if (run == count)
            {
                return frame - count + 1;
            }
        }

        return None;
    }

    // The list keeps no way back from a frame to its neighbours in it: a run taken out of its middle means writing it anew.
    [RequiresLock(nameof(_gate))]
    private void RebuildFreedList()
    {
        _firstFreed = None;
        for (int frame = _firstFresh - 1; frame >= 0; frame--)
        {
            if (!_isAllocated[frame])
            {
                _links[frame] = _firstFreed;
                _firstFreed = frame;
            }
        }
    }
}
