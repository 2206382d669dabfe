using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>A guest (version 2) page table that the host owns: a process address space, which devices use under the PASIDs that it is bound to.</summary>
/// <remarks>
/// Safe for concurrent use. Under a parent what it maps to are guest physical addresses, which the parent translates; otherwise system physical ones. Lock: its gate is held
/// while the table is changed, never while units are told to forget or waited for; it is taken after that of a <see cref="PasidDomain"/>, before those of endpoints.
/// </remarks>
public sealed partial class GuestPageTable : IDisposable
{
    private readonly IommuHost _host;
    private readonly GuestTableOwner _owner;
    private readonly ulong _largestPage;
    private readonly object _gate = new();

    [Owned]
    [GuardedBy(nameof(_gate))]
    private readonly GuestTableFrames _frames;

    [GuardedBy(nameof(_gate))]
    private readonly LongModePageTable _table;

    [GuardedBy(nameof(_gate))]
    private readonly HashSet<GuestTableBinding> _bindings = [];

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    internal GuestPageTable(IommuHost host, ParentDomain? parent, GuestTableOwner owner, GuestPageTableOptions options)
    {
        _host = host;
        _owner = owner;
        Parent = parent;
        Levels = options.Levels;
        _largestPage = options.LargestPage;
        Window = options.TableWindow;
        Flushing = options;
        GuestTableFrames frames = new(host.Frames, parent, options.TableWindow);
        LongModePageTable table = new(frames, options.Levels);
        _frames = frames;
        _table = table;
        RootAddress = table.RootAddress;
        _deadline = options.CreateDeadline(FlushDeferredInTime);
    }

    /// <summary>The parent that translates what the table maps to; null if nothing does.</summary>
    public ParentDomain? Parent { get; }

    /// <summary>How many levels the table has, 4 or 5.</summary>
    public int Levels { get; }

    internal ulong RootAddress { get; }

    /// <summary>Maps a range, with the largest pages that the addresses allow.</summary>
    /// <param name="address">The first address as devices see it: canonical, a multiple of 4096.</param>
    /// <param name="target">The address that it stands for, a multiple of 4096 below 2^52.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096; the range does not leave its half of the address space.</param>
    /// <param name="permissions">Read, or read and write: the format cannot forbid to read.</param>
    /// <remarks>In lazy mode, ranges that wait to be flushed are flushed first if one of them is in the way.</remarks>
    /// <exception cref="MappingException">The range is unaligned, out of range, mapped in part, or not yet forgotten by every unit; nothing was mapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for page tables; nothing was mapped.</exception>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A range had to be flushed, and a unit did not confirm that; nothing was mapped.</exception>
    public void Map(ulong address, ulong target, ulong length, Permissions permissions)
    {
        while (!TryMap(address, target, length, permissions))
        {
            _host.ThrowAfterBlocking(FlushDeferred());
        }
    }

    /// <summary>Changes the permissions of what of a range is mapped, and returns when no unit can use the old ones any more. Pages that reach beyond the range are split.</summary>
    /// <param name="address">The first address, canonical, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, or read and write.</param>
    /// <returns>How many bytes are mapped there.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range, or the permissions cannot be expressed; nothing was changed.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm: it may use the old permissions until <see cref="Flush"/> has succeeded.</exception>
    public ulong Protect(ulong address, ulong length, Permissions permissions)
    {
        ulong bytes;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            bytes = _table.Protect(address, length, permissions);
        }

        _host.ThrowAfterBlocking(bytes == 0 ? null : Invalidate(address, length));
        return bytes;
    }

    /// <summary>Looks an address up in the table.</summary>
    /// <param name="address">The address as devices see it.</param>
    /// <param name="translation">What it stands for, if the result is true.</param>
    /// <returns>False if it is not canonical or not mapped.</returns>
    /// <exception cref="ObjectDisposedException">The table was disposed.</exception>
    public bool TryTranslate(ulong address, out GuestTranslation translation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _table.TryTranslate(address, out translation);
        }
    }

    /// <summary>Takes the table out of every PASID that it is bound to, and gives its frames back once no unit can reach them. Further calls do nothing; it cannot fail.</summary>
    public void Dispose()
    {
        GuestTableBinding[] bindings;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            bindings = [.. _bindings];
            _deadline?.Dispose();
        }

        UnitSet doubtful = UnitSet.Empty;
        foreach (GuestTableBinding binding in bindings)
        {
            try
            {
                binding.Domain.UnbindNow(binding.Pasid);
            }
            catch (IommuUnitFailedException)
            {
                // The unit remembers its failure; it may walk the table until it starts again.
                doubtful |= binding.Domain.Presence.Units;
            }
        }

        List<ulong> released;
        lock (_gate)
        {
            _unconfirmed.Drop();
            released = _frames.Release(out bool isConfirmed);
            doubtful |= isConfirmed ? UnitSet.Empty : Parent!.Presence.Units;
        }

        _host.Ids.FreeFrames(released, doubtful);
        _owner.Remove(this);
    }

    internal ulong LargestPage => _largestPage;

    internal FlushOptions Flushing { get; }

    internal ulong Window { get; }

    /// <summary>The addresses at which the parent maps the table itself.</summary>
    internal ulong[] SnapshotWindow()
    {
        lock (_gate)
        {
            return [.. _frames.WindowAddresses];
        }
    }

    /// <summary>Maps pages of one size.</summary>
    internal void RestorePages(ulong address, ulong target, ulong length, ulong pageSize, Permissions permissions)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _table.Map(address, target, length, permissions, pageSize);
        }
    }

    internal bool BelongsTo(IommuHost host) => ReferenceEquals(_host, host);

    /// <summary>Enters a use of the table, before units can see it.</summary>
    internal void Add([Borrows] GuestTableBinding binding)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _bindings.Add(binding);
        }
    }

    /// <summary>Takes a use out that no unit has anything cached of any more.</summary>
    internal void Remove(GuestTableBinding binding)
    {
        lock (_gate)
        {
            _bindings.Remove(binding);
        }
    }

    /// <summary>Gives every page in order of address.</summary>
    internal void ForEachPage(Action<ulong, GuestTranslation> visit)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _table.ForEachPage(visit);
        }
    }

    // False if what was unmapped there must be flushed first.
    private bool TryMap(ulong address, ulong target, ulong length, Permissions permissions)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_unconfirmed.TryFindOverlap(address, address + (length - 1), out UnmappedRange range))
            {
                return _deadline is not null ? false : throw MappingException.StillCached(range.First, range.Last);
            }

            _table.Map(address, target, length, permissions, _largestPage);
            return true;
        }
    }
}
