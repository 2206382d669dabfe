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
    private readonly int _mostLevels;
    private readonly ulong _largestPage;
    private readonly object _tableGate = new();
    private readonly object _guestGate = new();
    private readonly GuestTableOwner _guestTables = new();

    [Owned]
    [GuardedBy(nameof(_tableGate))]
    private readonly HostPageTable _table;

    [GuardedBy(nameof(_tableGate))]
    private readonly UnconfirmedRanges _unconfirmed = new();

    // Of the page table as every device has it; only what these translate is mapped.
    [GuardedBy(nameof(_tableGate))]
    private int _shownLevels;

    // Roots that devices may have until they have the new one.
    [GuardedBy(nameof(_tableGate))]
    private readonly List<ulong> _outgrown = [];

    [GuardedBy(nameof(_tableGate))]
    private bool _isClosed;

    [GuardedBy(nameof(_guestGate))]
    private readonly HashSet<VirtualIommu> _guests = [];

    internal ParentDomain(IommuHost host, [Consumes] HostDomainId id, int mostLevels, ParentDomainOptions options)
        : base(host, new DomainPresence(host.Units.Count), new DomainTag(id))
    {
        _table = new HostPageTable(host.Frames, options.Levels);
        _shownLevels = options.Levels;
        _mostLevels = mostLevels;
        _largestPage = options.LargestPage;
        Flushing = options;
        _deadline = options.CreateDeadline(FlushDeferredInTime);
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
    /// <remarks>In lazy mode, ranges that wait to be flushed are flushed first if one of them is in the way.</remarks>
    /// <exception cref="MappingException">The range is unaligned, out of range, mapped in part, or not yet forgotten by every unit; nothing was mapped.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for page tables; nothing was mapped.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    /// <exception cref="IommuUnitFailedException">The table had to grow, or a range to be flushed, and a unit did not confirm that; nothing was mapped.</exception>
    public void Map(ulong iova, ulong physical, ulong length, Permissions permissions)
    {
        HostPageTable.Check(iova, length, LastAddress);
        while (!TryMap(iova, physical, length, permissions, out bool isDeferred))
        {
            if (isDeferred)
            {
                Host.ThrowAfterBlocking(FlushDeferred());
            }
            else
            {
                ShowNewRoot();
            }
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
    /// <param name="options">Its quota, and what is reserved for it; if null what these are unless said otherwise.</param>
    /// <exception cref="ArgumentException">More domain IDs are to be reserved than the quota allows.</exception>
    /// <exception cref="DomainIdReservationException">The host has not so many domain IDs free as are to be reserved.</exception>
    /// <exception cref="ObjectDisposedException">The domain was disposed.</exception>
    public VirtualIommu CreateVirtualIommu(VirtualIommuOptions? options = null)
    {
        options ??= new VirtualIommuOptions();
        if (options.ReservedDomainIds > options.DomainIdQuota)
        {
            throw new ArgumentException($"{options.ReservedDomainIds} domain IDs are to be reserved, and the quota is {options.DomainIdQuota}.", nameof(options));
        }

        ThrowIfDisposed();
        VirtualIommu guest = new(this, options);
        guest.Reserve(options.ReservedDomainIds);
        return Adopt(guest);
    }

    // What the domain has it disposes of with itself. If it is disposed already, nobody else would.
    private VirtualIommu Adopt([Consumes(OnThrow = true)] VirtualIommu guest)
    {
        lock (_guestGate)
        {
            if (!IsDisposed)
            {
                _guests.Add(guest);
                return guest;
            }
        }

        guest.Dispose();
        throw new ObjectDisposedException(nameof(ParentDomain));
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

    internal FlushOptions Flushing { get; }

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
        List<ulong> gathered = [];
        List<ulong> frames;
        List<FlushOperation> waiting;
        lock (_tableGate)
        {
            _isClosed = true;
            _table.Dismantle(gathered);
            gathered.AddRange(_outgrown);
            _outgrown.Clear();
            frames = _unconfirmed.TakeFrames(gathered);
            _unconfirmed.Drop();
            waiting = _unconfirmed.TakeWaiting(long.MaxValue, []);
            _deadline?.Dispose();
        }

        Host.Ids.FreeFrames(frames, doubtful);
        HostDomainId id = Tag.Surrender();
        Host.Ids.Release(id, doubtful, null);
        Host.Forget(this);
        EndAll(waiting, doubtful.IsEmpty ? null : new ObjectDisposedException(nameof(ParentDomain), "The domain was disposed before every unit had confirmed."));
    }

    // False if what was unmapped there must be flushed first, or if the table has grown, for this range or another: devices must see its new root before the range can be mapped.
    private bool TryMap(ulong iova, ulong physical, ulong length, Permissions permissions, out bool isDeferred)
    {
        ulong last = iova + (length - 1);
        isDeferred = false;
        lock (_tableGate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_unconfirmed.TryFindOverlap(iova, last, out UnmappedRange range))
            {
                isDeferred = _deadline is not null ? true : throw MappingException.StillCached(range.First, range.Last);
                return false;
            }

            if (last <= HostPageSize.LastAddress(_shownLevels))
            {
                _table.Map(iova, physical, length, permissions, _largestPage);
                return true;
            }

            _table.Grow(last, _outgrown);
            return false;
        }
    }

    // What the old root translates, the new one does too: until a unit sees it, only the addresses that are not mapped yet are missing.
    // One that does not say so is to see it when it is recovered, and holds up nobody until then.
    private void ShowNewRoot()
    {
        int levels;
        List<ulong> outgrown;
        lock (_tableGate)
        {
            levels = _table.Levels;
            outgrown = TakeOutgrown();
        }

        IommuUnitFailedException? failure = RefreshEndpoints();
        lock (_tableGate)
        {
            _shownLevels = Math.Max(_shownLevels, levels);
        }

        Host.Ids.FreeFrames(outgrown, failure is null ? UnitSet.Empty : Presence.Units);
        Host.ThrowAfterBlocking(failure);
    }

    [RequiresLock(nameof(_tableGate))]
    [return: ReturnsOwned]
    private List<ulong> TakeOutgrown()
    {
        List<ulong> outgrown = [.. _outgrown];
        _outgrown.Clear();
        return outgrown;
    }

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
}
