using System.Buffers;
using System.Numerics;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>Writes down a host; while others change it, each part as it is when it is looked at.</summary>
/// <remarks>
/// What units have cached, commands under way and frames kept back for failed units are not part of it: units that it is restored on have nothing cached. Page tables
/// are written as what they map; their frames are the restored host's own.
/// </remarks>
internal sealed class HostStateWriter(IommuHost host)
{
    private readonly List<SavedParent> _parents = [];
    private readonly List<SavedPages> _pages = [];
    private readonly List<SavedVirtualIommu> _guests = [];
    private readonly List<SavedNestedDomain> _nested = [];
    private readonly List<SavedGuestPageTable> _tables = [];
    private readonly List<SavedPages> _guestPages = [];
    private readonly List<SavedPasidDomain> _pasidDomains = [];
    private readonly List<SavedBinding> _bindings = [];
    private readonly List<SavedEndpoint> _endpoints = [];
    private readonly List<SavedVirtualDevice> _devices = [];

    // What others refer to, by the place in its section.
    private readonly Dictionary<object, uint> _places = [];

    private bool _isTorn;

    /// <summary>Writes down what there is.</summary>
    /// <returns>False if parts do not belong together, for the host has changed.</returns>
    public bool TryWriteTo(IBufferWriter<byte> destination)
    {
        AddGuestTables(host.GuestTables, 0);
        foreach (ParentDomain parent in host.SnapshotParents().OrderBy(static parent => parent.DomainId.Value))
        {
            AddParent(parent);
        }

        foreach (IommuEndpoint endpoint in host.Units.SelectMany(static unit => unit.SnapshotEndpoints()).OrderBy(static endpoint => (endpoint.Unit.Index, endpoint.DeviceId.Value)))
        {
            AddEndpoint(endpoint);
        }

        foreach (VirtualIommu guest in _places.Keys.OfType<VirtualIommu>().OrderBy(guest => _places[guest]))
        {
            foreach ((ushort device, IommuEndpoint endpoint) in guest.SnapshotDevices().OrderBy(static pair => pair.Key))
            {
                _devices.Add(new SavedVirtualDevice { VirtualIommu = _places[guest], Endpoint = PlaceOf(endpoint), GuestDevice = device });
            }
        }

        SavedStateWriter writer = new(SavedStateKind.Host);
        writer.Add(SavedSection.Units, [.. host.Units.Select(Describe)]);
        writer.Add(SavedSection.Parents, _parents);
        writer.Add(SavedSection.Pages, _pages);
        writer.Add(SavedSection.VirtualIommus, _guests);
        writer.Add(SavedSection.NestedDomains, _nested);
        writer.Add(SavedSection.GuestPageTables, _tables);
        writer.Add(SavedSection.GuestPages, _guestPages);
        writer.Add(SavedSection.PasidDomains, _pasidDomains);
        writer.Add(SavedSection.Bindings, _bindings);
        writer.Add(SavedSection.Endpoints, _endpoints);
        writer.Add(SavedSection.VirtualDevices, _devices);
        writer.Add(SavedSection.Quarantine, [.. host.Ids.SnapshotQuarantine().OrderBy(static entry => entry.Value).Select(Describe)]);
        writer.WriteTo(destination);
        return !_isTorn;
    }

    private static SavedUnit Describe(IommuUnit unit) => new()
    {
        Features = unit.ExtendedFeatures.ToRaw(),
        Features2 = unit.ExtendedFeatures2.ToRaw(),
        DeviceCount = (uint)unit.DeviceTable.Count,
    };

    private SavedQuarantine Describe(QuarantinedDomainId entry)
    {
        VirtualIommu? owner = _places.Keys.OfType<VirtualIommu>().FirstOrDefault(guest => ReferenceEquals(guest.Quota, entry.Quota));
        return new() { DomainId = entry.Value, Units = entry.MayBeCachedOn.Members, VirtualIommu = owner is null ? 0 : _places[owner] + 1 };
    }

    private void AddParent(ParentDomain parent)
    {
        uint place = Place(parent, _parents.Count);
        HashSet<ulong> tables = [.. parent.GuestTables.SnapshotTables().SelectMany(static table => table.SnapshotWindow()), .. parent.GuestTables.SnapshotDomains().SelectMany(static domain => domain.SnapshotWindow())];
        int before = _pages.Count;
        parent.ForEachPage((iova, size, page) =>
        {
            if (!tables.Contains(iova))
            {
                Append(_pages, before, Describe(iova, size, page));
            }
        });
        _parents.Add(new SavedParent
        {
            DomainId = parent.DomainId.Value,
            Levels = (byte)parent.Levels,
            LargestPageLog2 = (byte)BitOperations.Log2(parent.LargestPage),
            TracksDirtyPages = parent.TracksDirtyPages,
            Flushing = parent.Flushing.Saved,
            Runs = (ulong)(_pages.Count - before),
        });
        foreach (VirtualIommu guest in parent.SnapshotGuests())
        {
            uint guestPlace = Place(guest, _guests.Count);
            _guests.Add(new SavedVirtualIommu { Parent = place, Quota = (uint)guest.DomainIdQuota, Reserved = (uint)guest.ReservedDomainIds });
            foreach (NestedDomain domain in guest.SnapshotDomains())
            {
                Place(domain, _nested.Count);
                _nested.Add(new SavedNestedDomain { GuestEntry = domain.GuestEntry, VirtualIommu = guestPlace, DomainId = domain.DomainId.Value });
            }
        }

        AddGuestTables(parent.GuestTables, place + 1);
    }

    private void AddGuestTables(GuestTableOwner owner, uint parent)
    {
        foreach (GuestPageTable table in owner.SnapshotTables())
        {
            Place(table, _tables.Count);
            int before = _guestPages.Count;
            table.ForEachPage((address, page) => Append(_guestPages, before, new SavedPages
            {
                Address = address,
                Target = page.Target,
                Count = 1,
                SizeLog2 = (byte)BitOperations.Log2(page.PageSize),
                ReadAllowed = true,
                WriteAllowed = page.Permissions.Includes(Permissions.Write),
            }));
            _tables.Add(new SavedGuestPageTable
            {
                Parent = parent,
                Levels = (byte)table.Levels,
                LargestPageLog2 = (byte)BitOperations.Log2(table.LargestPage),
                Window = table.Window,
                Flushing = table.Flushing.Saved,
                Runs = (ulong)(_guestPages.Count - before),
            });
        }

        foreach (PasidDomain domain in owner.SnapshotDomains().OrderBy(static domain => domain.DomainId.Value))
        {
            uint place = Place(domain, _pasidDomains.Count);
            _pasidDomains.Add(new SavedPasidDomain
            {
                Parent = parent,
                DomainId = domain.DomainId.Value,
                PagingLevels = (byte)domain.Options.PagingLevels,
                PasidLevels = domain.Options.PasidLevels,
                TranslateWithoutPasid = domain.Options.TranslateWithoutPasid,
                Window = domain.Options.TableWindow,
                Flushing = domain.Options.Saved,
            });
            foreach ((uint pasid, GuestPageTable table) in domain.SnapshotBindings().OrderBy(static pair => pair.Key))
            {
                _bindings.Add(new SavedBinding { PasidDomain = place, GuestPageTable = PlaceOf(table), Pasid = new Pasid(pasid) });
            }
        }
    }

    private void AddEndpoint(IommuEndpoint endpoint)
    {
        IommuDomain? domain = endpoint.Domain;
        Place(endpoint, _endpoints.Count);
        _endpoints.Add(new SavedEndpoint
        {
            Device = endpoint.DeviceId.Value,
            Unit = (byte)endpoint.Unit.Index,
            InvalidationQueueDepth = endpoint.InvalidationQueueDepth,
            CachesTranslations = endpoint.CachesTranslations,
            DomainKind = domain switch
            {
                ParentDomain => SavedDomainKind.Parent,
                NestedDomain => SavedDomainKind.Nested,
                PasidDomain => SavedDomainKind.Pasid,
                _ => SavedDomainKind.None,
            },
            Domain = domain is null ? 0 : PlaceOf(domain),
        });
    }

    private static SavedPages Describe(ulong iova, HostPageSize size, HostPageTableEntry page) => new()
    {
        Address = iova,
        Target = HostPageTable.PhysicalStart(page),
        Count = 1,
        SizeLog2 = (byte)BitOperations.Log2(size.Bytes),
        ReadAllowed = page.ReadAllowed,
        WriteAllowed = page.WriteAllowed,
        Accessed = page.Accessed,
        Dirty = page.Dirty,
    };

    private static void Append(List<SavedPages> pages, int first, SavedPages page)
    {
        if (pages.Count > first)
        {
            SavedPages before = pages[^1];
            ulong length = before.Count * Size(before);
            SavedPages continued = before with { Address = page.Address, Target = page.Target, Count = 1 };
            if (continued == page && before.Address + length == page.Address && before.Target + length == page.Target)
            {
                pages[^1] = before with { Count = before.Count + 1 };
                return;
            }
        }

        pages.Add(page);
    }

    private static ulong Size(SavedPages pages) => (ulong)Math.Pow(2, pages.SizeLog2);

    private uint Place(object thing, int place)
    {
        _places.Add(thing, (uint)place);
        return (uint)place;
    }

    private uint PlaceOf(object thing)
    {
        bool isKnown = _places.TryGetValue(thing, out uint place);
        _isTorn |= !isKnown;
        return place;
    }
}
