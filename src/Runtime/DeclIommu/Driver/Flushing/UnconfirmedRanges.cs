using DeclIommu.Formats;

using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>What was unmapped and some unit may still have cached: ranges that must not be mapped, and frames of tables that must not be used otherwise, before a flush has covered them.</summary>
/// <remarks>Guarded by the gate of the page table that it belongs to.</remarks>
internal sealed class UnconfirmedRanges
{
    private readonly List<UnmappedRange> _ranges = [];
    private readonly List<ulong> _frames = [];

    [Owned]
    private readonly List<FlushOperation> _waiting = [];

    public int Count => _ranges.Count;

    /// <summary>The ticket of the range that was added last.</summary>
    public long LastTicket { get; private set; }

    [return: ReturnsOwned]
    public UnmappedRange Add(ulong first, ulong last)
    {
        UnmappedRange range = new(first, last, ++LastTicket);
        _ranges.Add(range);
        DriverMetrics.NoteUnconfirmed(1);
        return range;
    }

    public bool TryFindOverlap(ulong first, ulong last, out UnmappedRange overlap)
    {
        foreach (UnmappedRange range in _ranges)
        {
            if (first <= range.Last && last >= range.First)
            {
                overlap = range;
                return true;
            }
        }

        overlap = default;
        return false;
    }

    /// <summary>Begins a flush of everything: hands over the frames that wait for it.</summary>
    /// <returns>What stands for all that was unmapped until now; see <see cref="End"/>.</returns>
    [return: ReturnsOwned]
    public UnmappedRange TakeAll([Borrows] List<ulong> frames)
    {
        Move(frames);
        return new UnmappedRange(ulong.MaxValue, 0, LastTicket);
    }

    /// <summary>Ends the flush of a range: if every unit has confirmed, forgets what it has covered, all that lies within it and was unmapped no later.</summary>
    public void End(UnmappedRange flushed, bool confirmed)
    {
        if (confirmed && flushed.IsAll)
        {
            Remove(flushed, static (range, flushed) => range.Ticket <= flushed.Ticket);
        }
        else if (confirmed)
        {
            Remove(flushed, static (range, flushed) => range.Ticket <= flushed.Ticket && range.First >= flushed.First && range.Last <= flushed.Last);
        }
    }

    /// <summary>Forgets all ranges: there is nothing left to map into.</summary>
    public void Drop()
    {
        DriverMetrics.NoteUnconfirmed(-_ranges.Count);
        _ranges.Clear();
    }

    /// <summary>Hands over who waits for ranges up to a ticket.</summary>
    [return: ReturnsOwned]
    public List<FlushOperation> TakeWaiting(long ticket, List<FlushOperation> taken)
    {
        int kept = 0;
        for (int index = 0; index < _waiting.Count; index++)
        {
            if (_waiting[index].Ticket > ticket)
            {
                _waiting[kept++] = _waiting[index];
            }
            else
            {
                taken.Add(_waiting[index]);
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        return taken;
    }

    /// <summary>Has an operation wait for the flush that covers its ticket.</summary>
    public void AddWaiting([Consumes] FlushOperation operation) => _waiting.Add(operation);

    /// <summary>Keeps frames back, and empties the list of them.</summary>
    public void AddFrames([Consumes] List<ulong> frames)
    {
        _frames.AddRange(frames);
        frames.Clear();
    }

    /// <summary>Hands over the frames that are kept back, behind what a list holds.</summary>
    /// <returns>The list.</returns>
    [return: ReturnsOwned]
    public List<ulong> TakeFrames(List<ulong> frames)
    {
        Move(frames);
        return frames;
    }

    private void Move(List<ulong> frames)
    {
        frames.AddRange(_frames);
        _frames.Clear();
    }

    /// <summary>Gives ranges that cover all that is here, neighbours joined, or one that covers everything if there is not room for them.</summary>
    /// <param name="pieces">Receives the ranges.</param>
    /// <param name="whole">One range that covers them all.</param>
    /// <returns>How many there are.</returns>
    public int Cover(Span<PageRange> pieces, out PageRange whole)
    {
        _ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        int count = 0;
        ulong first = _ranges[0].First;
        ulong last = _ranges[0].Last;
        for (int index = 1; index <= _ranges.Count; index++)
        {
            if (index < _ranges.Count && (last == ulong.MaxValue || _ranges[index].First <= last + 1))
            {
                last = Math.Max(last, _ranges[index].Last);
                continue;
            }

            if (count == pieces.Length)
            {
                pieces[0] = whole = PageRange.All;
                return 1;
            }

            count += FlushRanges.Split(first, last - first + 1, pieces[count..]);
            (first, last) = index < _ranges.Count ? (_ranges[index].First, _ranges[index].Last) : (first, last);
        }

        ulong length = last - _ranges[0].First + 1;
        whole = length == 0 ? PageRange.All : PageRange.Covering(_ranges[0].First, length);
        return count;
    }

    private void Remove(UnmappedRange flushed, Func<UnmappedRange, UnmappedRange, bool> isCovered)
    {
        int kept = 0;
        for (int index = 0; index < _ranges.Count; index++)
        {
            if (!isCovered(_ranges[index], flushed))
            {
                _ranges[kept++] = _ranges[index];
            }
        }

        DriverMetrics.NoteUnconfirmed(kept - _ranges.Count);
        _ranges.RemoveRange(kept, _ranges.Count - kept);
    }
}
