using DeclIommu.Contracts;
using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Telling which pages devices have written, as the migration of a guest needs.</content>
public sealed partial class ParentDomain
{
    [GuardedBy(nameof(_tableGate))]
    private HostAccessDirtyMode _tracking;

    /// <summary>Whether units mark the pages that devices write.</summary>
    public bool TracksDirtyPages
    {
        get
        {
            lock (_tableGate)
            {
                return _tracking == HostAccessDirtyMode.AccessedAndDirty;
            }
        }
    }

    /// <summary>Has units mark the pages that devices write from now on, those of nested domains too; returns when all do.</summary>
    /// <exception cref="NotSupportedException">A unit of the host cannot mark pages.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm. Its devices are blocked; the others are tracked.</exception>
    public void StartDirtyTracking()
    {
        foreach (IommuUnit unit in Host.Units)
        {
            if (!unit.SupportsDirtyTracking)
            {
                throw new NotSupportedException($"{unit.Name} does not mark the pages that devices write.");
            }
        }

        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_tracking == HostAccessDirtyMode.None)
            {
                // Marks of an earlier time.
                _table.ClearDirty();
            }

            _tracking = HostAccessDirtyMode.AccessedAndDirty;
        }

        IommuUnitFailedException? failure = RefreshEndpoints();

        // What is cached without tracking lets writes pass unmarked.
        IommuUnitFailedException? next = ForgetEverything();
        Host.ThrowAfterBlocking(failure ?? next);
    }

    /// <summary>Tracks from the start, with the marks that the pages have.</summary>
    internal void RestoreTracking(bool tracks)
    {
        lock (_tableGate)
        {
            _tracking = tracks ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None;
        }
    }

    /// <summary>Has units mark no more pages.</summary>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm; its devices are blocked.</exception>
    public void StopDirtyTracking()
    {
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _tracking = HostAccessDirtyMode.None;
        }

        Host.ThrowAfterBlocking(RefreshEndpoints());
    }

    /// <summary>Tells which pages of a range devices have written since tracking started, or since their marks were last cleared.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="ranges">Receives the pages in order, behind what it holds. A page that reaches beyond the range is taken whole, for its mark is one.</param>
    /// <param name="clear">Whether the marks are cleared; then the call returns when every unit marks those pages anew, and what was written until then is told.</param>
    /// <returns>How many bytes were added.</returns>
    /// <remarks>Marks of pages that are unmapped go with them: read before unmapping.</remarks>
    /// <exception cref="MappingException">The range is unaligned or out of range.</exception>
    /// <exception cref="InvalidOperationException">Tracking is off.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm; its devices are blocked. The pages are in the list all the same.</exception>
    public ulong ReadDirty(ulong iova, ulong length, List<DirtyRange> ranges, bool clear = true)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        HostPageTable.Check(iova, length, LastAddress);
        int before = ranges.Count;
        ulong bytes;
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_tracking == HostAccessDirtyMode.None)
            {
                throw new InvalidOperationException("Dirty tracking is off: no unit marks the pages that devices write.");
            }

            if (iova > _table.LastAddress)
            {
                return 0;
            }

            ulong last = Math.Min(iova + (length - 1), _table.LastAddress);
            List<DirtyRange> found = [];
            bytes = _table.CollectDirty(iova, last - iova + 1, clear, found);
            ranges.AddRange(found);
        }

        if (clear && bytes > 0)
        {
            DirtyRange lastRange = ranges[^1];
            FlushBatch batch = Host.RentBatch();
            try
            {
                Host.ThrowAfterBlocking(Invalidate(batch, ranges[before].Start, lastRange.Start + lastRange.Length - ranges[before].Start));
            }
            finally
            {
                Host.ReturnBatch(batch);
            }
        }

        return bytes;
    }

    private IommuUnitFailedException? ForgetEverything()
    {
        FlushBatch batch = Host.RentBatch();
        try
        {
            return Invalidate(batch, 0, 0);
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }
}
