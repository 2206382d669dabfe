using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>A domain with a page table of its own (stage 2), for devices attached to it and for the nested domains of its virtual IOMMUs.</summary>
/// <remarks>
/// Safe for concurrent use. Locks: the gate of the page table is held while it is changed, never while units are told to forget or waited for: mapping goes on meanwhile.
/// </remarks>
public sealed partial class ParentDomain : IommuDomain
{
    private const int MostPieces = 4;

    private readonly int _mostLevels;
    private readonly ulong _largestPage;
    private readonly object _tableGate = new();
    private readonly object _guestGate = new();
    private readonly GuestTableOwner _guestTables = new();

    [GuardedBy(nameof(_tableGate))]
    private readonly HostPageTable _table;

    // What was unmapped, and some unit may still have cached: not to be mapped again before all have confirmed.
    [GuardedBy(nameof(_tableGate))]
    private readonly List<UnmappedRange> _unconfirmed = [];

    [GuardedBy(nameof(_tableGate))]
    private readonly List<ulong> _unconfirmedFrames = [];

    [GuardedBy(nameof(_tableGate))]
    private long _tickets;

    [GuardedBy(nameof(_tableGate))]
    private bool _isClosed;

    [GuardedBy(nameof(_guestGate))]
    private readonly HashSet<VirtualIommu> _guests = [];

    internal ParentDomain(IommuHost host, HostDomainId id, HostPageTable table, int mostLevels, ulong largestPage)
        : base(host, new DomainPresence(host.Units.Count), new DomainTag(id))
    {
        _table = table;
        _mostLevels = mostLevels;
        _largestPage = largestPage;
    }

    /// <summary>The last address that the units can translate; the page table grows up to it as needed.</summary>
    public ulong LastAddress => HostPageSize.LastAddress(_mostLevels);

    /// <summary>How many levels the page table has now.</summary>
    public int Levels
    {
        get
        {
            lock (_tableGate)
            {
                return _table.Levels;
            }
        }
    }

    /// <summary>Maps a range, with the largest pages that the addresses allow.</summary>
    /// <param name="iova">The first address as devices see it, a multiple of 4096.</param>
    /// <param name="physical">The physical address that it stands for, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, write or both.</param>
    /// <exception cref="MappingException">The range is unaligned, out of range, mapped in part, or not yet forgotten by every unit; nothing was mapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for page tables; nothing was mapped.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">The table had to grow, and a unit did not confirm that it saw that; nothing was mapped.</exception>
    public void Map(ulong iova, ulong physical, ulong length, Permissions permissions)
    {
        HostPageTable.Check(iova, length, LastAddress);
        while (!TryMap(iova, physical, length, permissions))
        {
            ShowNewRoot();
        }
    }

    /// <summary>Unmaps what of a range is mapped, and returns when no unit can use the old translation any more. Pages that reach beyond the range are split.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <returns>How many bytes had been mapped.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range; nothing was unmapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was unmapped.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">
    /// A unit did not confirm. The range is unmapped, but the unit may use the old translation: the memory must not be used otherwise, nor can the range be mapped, before
    /// <see cref="Flush"/> has succeeded.
    /// </exception>
    public ulong Unmap(ulong iova, ulong length)
    {
        HostPageTable.Check(iova, length, LastAddress);
        FlushBatch batch = Host.RentBatch();
        try
        {
            UnmappedRange range;
            ulong bytes;
            lock (_tableGate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                ulong inTable = Math.Min(iova + (length - 1), _table.LastAddress);
                bytes = iova > _table.LastAddress ? 0 : _table.Unmap(iova, inTable - iova + 1, batch.RetiredFrames);

                // A table may go although nothing was mapped in it: growth puts an empty root under the new one, and units cache the way to it.
                if (bytes == 0 && batch.RetiredFrames.Count == 0)
                {
                    return 0;
                }

                range = new UnmappedRange(iova, iova + (length - 1), ++_tickets);
                _unconfirmed.Add(range);
            }

            IommuUnitFailedException? failure = Invalidate(batch, iova, length);
            lock (_tableGate)
            {
                if (failure is null)
                {
                    _unconfirmed.Remove(range);
                }
                else
                {
                    _unconfirmedFrames.AddRange(batch.RetiredFrames);
                }
            }

            Host.ThrowAfterBlocking(failure);
            Host.Ids.FreeFrames(batch.RetiredFrames, UnitSet.Empty);
            return bytes;
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    /// <summary>Changes the permissions of what of a range is mapped, and returns when no unit can use the old ones any more. Pages that reach beyond the range are split.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length in bytes, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, write or both.</param>
    /// <returns>How many bytes are mapped there.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range, or the permissions allow nothing; nothing was changed.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room to split a page; nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm: it may use the old permissions until <see cref="Flush"/> has succeeded.</exception>
    public ulong Protect(ulong iova, ulong length, Permissions permissions)
    {
        HostPageTable.Check(iova, length, LastAddress);
        FlushBatch batch = Host.RentBatch();
        try
        {
            ulong bytes;
            lock (_tableGate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                ulong inTable = Math.Min(iova + (length - 1), _table.LastAddress);
                bytes = iova > _table.LastAddress ? 0 : _table.Protect(iova, inTable - iova + 1, permissions);
            }

            Host.ThrowAfterBlocking(bytes == 0 ? null : Invalidate(batch, iova, length));
            return bytes;
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    /// <summary>Has every unit concerned forget all that is cached under this domain and the nested domains on it.</summary>
    /// <remarks>Once it returns, all that was unmapped before may be used otherwise, and mapped again.</remarks>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">A unit did not confirm.</exception>
    public void Flush()
    {
        FlushBatch batch = Host.RentBatch();
        try
        {
            long last;
            lock (_tableGate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                last = _tickets;
                batch.RetiredFrames.AddRange(_unconfirmedFrames);
                _unconfirmedFrames.Clear();
            }

            IommuUnitFailedException? failure = Invalidate(batch, 0, 0);
            lock (_tableGate)
            {
                if (failure is null)
                {
                    RemoveUnconfirmedUpTo(last);
                }
                else
                {
                    _unconfirmedFrames.AddRange(batch.RetiredFrames);
                }
            }

            Host.ThrowAfterBlocking(failure);
            Host.Ids.FreeFrames(batch.RetiredFrames, UnitSet.Empty);
        }
        finally
        {
            Host.ReturnBatch(batch);
        }
    }

    /// <summary>Looks an address up in the page table.</summary>
    /// <param name="iova">The address as devices see it.</param>
    /// <param name="translation">What it stands for, if the result is true.</param>
    /// <returns>False if it is not mapped.</returns>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public bool TryTranslate(ulong iova, out HostTranslation translation)
    {
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return _table.TryTranslate(iova, out translation);
        }
    }

    /// <summary>Makes a virtual IOMMU for one guest, whose nested domains translate through this domain.</summary>
    /// <param name="options">Its quota; if null what that is unless said otherwise.</param>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public VirtualIommu CreateVirtualIommu(VirtualIommuOptions? options = null)
    {
        VirtualIommu guest = new(this, options ?? new VirtualIommuOptions());
        lock (_guestGate)
        {
            ThrowIfDisposed();
            _guests.Add(guest);
        }

        return guest;
    }

    /// <summary>Makes a guest page table of the host's own that translates to addresses of this domain.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="MappingException">The domain maps something where the table is to lie, see <see cref="GuestPageTableOptions.TableWindow"/>.</exception>
    /// <exception cref="NotSupportedException">A unit does not walk such a table under a parent.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public GuestPageTable CreateGuestPageTable(GuestPageTableOptions? options = null) => Host.CreateGuestPageTable(this, _guestTables, options);

    /// <summary>Makes a domain with a guest CR3 table of the host's own, whose page tables translate to addresses of this domain.</summary>
    /// <param name="options">Options, or null for what they are unless said otherwise.</param>
    /// <exception cref="DomainIdsExhaustedException">No domain ID is free.</exception>
    /// <exception cref="PageFramesExhaustedException">No frame is free.</exception>
    /// <exception cref="MappingException">The domain maps something where the table is to lie, see <see cref="PasidDomainOptions.TableWindow"/>.</exception>
    /// <exception cref="NotSupportedException">A unit does not have such guest translation under a parent.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public PasidDomain CreatePasidDomain(PasidDomainOptions? options = null) => Host.CreatePasidDomain(this, _guestTables, options);

    internal ulong LargestPage => _largestPage;

    internal GuestTableOwner GuestTables => _guestTables;

    internal VirtualIommu[] SnapshotGuests()
    {
        lock (_guestGate)
        {
            return [.. _guests];
        }
    }

    /// <summary>Gives every page in order of address.</summary>
    internal void ForEachPage(Action<ulong, HostPageSize, HostPageTableEntry> visit)
    {
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _table.ForEachPage(visit);
        }
    }

    /// <summary>Maps pages as they were once: of the same size, with the same marks. No device is attached yet.</summary>
    internal void RestorePages(ulong iova, ulong physical, ulong length, ulong pageSize, Permissions permissions, bool accessed, bool dirty)
    {
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _table.Map(iova, physical, length, permissions, pageSize);
            _table.Mark(iova, length, accessed, dirty);
        }
    }

    internal void Forget(VirtualIommu guest)
    {
        lock (_guestGate)
        {
            _guests.Remove(guest);
        }
    }

    internal override DeviceTableEntry Compose(IommuEndpoint endpoint)
    {
        lock (_tableGate)
        {
            return DeviceTableEntries.ForHostTable(_table.Root, _table.Levels, _tracking, Tag.Id, endpoint.CachesTranslations);
        }
    }

    private protected override Leftovers CloseChildren()
    {
        VirtualIommu[] guests;
        lock (_guestGate)
        {
            guests = [.. _guests];
        }

        Leftovers leftovers = new Leftovers(0, 0, guests.Length) + _guestTables.Close();
        foreach (VirtualIommu guest in guests)
        {
            leftovers += guest.Close();
        }

        return leftovers;
    }

    private protected override void Release()
    {
        UnitSet doubtful = Presence.Retire(Tag) | Presence.Units;
        List<ulong> frames = [];
        lock (_tableGate)
        {
            _isClosed = true;
            _table.Dismantle(frames);
            frames.AddRange(_unconfirmedFrames);
            _unconfirmedFrames.Clear();
        }

        Host.Ids.FreeFrames(frames, doubtful);
        Host.Ids.Release(Tag.Id, doubtful, null);
        Host.Forget(this);
    }

    [RequiresLock(nameof(_tableGate))]
    private void RemoveUnconfirmedUpTo(long ticket)
    {
        for (int index = _unconfirmed.Count - 1; index >= 0; index--)
        {
            if (_unconfirmed[index].Ticket <= ticket)
            {
                _unconfirmed.RemoveAt(index);
            }
        }
    }

    // False if the table has grown: devices must see its new root before the range can be mapped.
    private bool TryMap(ulong iova, ulong physical, ulong length, Permissions permissions)
    {
        ulong last = iova + (length - 1);
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            foreach (UnmappedRange range in _unconfirmed)
            {
                if (iova <= range.Last && last >= range.First)
                {
                    throw MappingException.StillCached(range.First, range.Last);
                }
            }

            if (last <= _table.LastAddress)
            {
                _table.Map(iova, physical, length, permissions, _largestPage);
                return true;
            }

            while (last > _table.LastAddress)
            {
                _table.Grow();
            }

            return false;
        }
    }

    // What the old root translates, the new one does too: until a unit sees it, only the addresses that are not mapped yet are missing.
    private void ShowNewRoot() => Host.ThrowAfterBlocking(RefreshEndpoints());

    // Every device on the domain or on one nested in it, also one that is about to come: it was entered before its entry is composed.
    private IommuUnitFailedException? RefreshEndpoints()
    {
        IommuUnitFailedException? failure = null;
        foreach (IommuEndpoint endpoint in Presence.SnapshotEndpoints())
        {
            IommuUnitFailedException? next = endpoint.Refresh();
            failure ??= next;
        }

        return failure;
    }

    private IommuUnitFailedException? Invalidate(FlushBatch batch, ulong iova, ulong length)
    {
        if (length == 0)
        {
            Presence.AddInvalidations(batch, [PageRange.All], PageRange.All, Host.MostCommandsPerFlush);
        }
        else
        {
            Span<PageRange> pieces = stackalloc PageRange[MostPieces];
            int count = FlushRanges.Split(iova, length, pieces);
            Presence.AddInvalidations(batch, pieces[..count], PageRange.Covering(iova, length), Host.MostCommandsPerFlush);
        }

        return batch.Execute(out _);
    }

    private readonly record struct UnmappedRange(ulong First, ulong Last, long Ticket);
}
