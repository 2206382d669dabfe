using System.Diagnostics.CodeAnalysis;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>Builds a host anew from its saved state.</summary>
internal sealed class HostStateReader
{
    private const int SmallestPageLog2 = 12;
    private const int LargestPageLog2 = 51;

    private readonly SavedUnit[] _units;
    private readonly SavedParent[] _parents;
    private readonly SavedPages[] _pages;
    private readonly SavedVirtualIommu[] _guests;
    private readonly SavedNestedDomain[] _nested;
    private readonly SavedGuestPageTable[] _tables;
    private readonly SavedPages[] _guestPages;
    private readonly SavedPasidDomain[] _pasidDomains;
    private readonly SavedBinding[] _bindings;
    private readonly SavedEndpoint[] _endpoints;
    private readonly SavedVirtualDevice[] _devices;
    private readonly SavedQuarantine[] _quarantine;

    /// <exception cref="SavedStateException">It is no saved state of a host, or it is damaged.</exception>
    public HostStateReader(ReadOnlySpan<byte> state)
    {
        SavedStateReader reader = new(state, SavedStateKind.Host);
        _units = reader.Read<SavedUnit>(SavedSection.Units);
        _parents = reader.Read<SavedParent>(SavedSection.Parents);
        _pages = reader.Read<SavedPages>(SavedSection.Pages);
        _guests = reader.Read<SavedVirtualIommu>(SavedSection.VirtualIommus);
        _nested = reader.Read<SavedNestedDomain>(SavedSection.NestedDomains);
        _tables = reader.Read<SavedGuestPageTable>(SavedSection.GuestPageTables);
        _guestPages = reader.Read<SavedPages>(SavedSection.GuestPages);
        _pasidDomains = reader.Read<SavedPasidDomain>(SavedSection.PasidDomains);
        _bindings = reader.Read<SavedBinding>(SavedSection.Bindings);
        _endpoints = reader.Read<SavedEndpoint>(SavedSection.Endpoints);
        _devices = reader.Read<SavedVirtualDevice>(SavedSection.VirtualDevices);
        _quarantine = reader.Read<SavedQuarantine>(SavedSection.Quarantine);
        reader.End();
    }

    /// <summary>The domain IDs in use or in quarantine.</summary>
    /// <exception cref="SavedStateException">One has two owners, or is none.</exception>
    public ushort[] DomainIds()
    {
        HashSet<ushort> ids = [];
        HashSet<(uint, ushort, ushort)> mappings = [];
        IEnumerable<ushort> nested = _nested.Where(domain => mappings.Add((domain.VirtualIommu, domain.GuestEntry.DomainId.Value, domain.DomainId))).Select(static domain => domain.DomainId);
        foreach (ushort id in _parents.Select(static parent => parent.DomainId).Concat(_pasidDomains.Select(static domain => domain.DomainId)).Concat(nested).Concat(_quarantine.Select(static entry => entry.DomainId)))
        {
            Check(id != 0 && ids.Add(id), $"domain ID {id} is none, or has two owners.");
        }

        Check(mappings.Select(static mapping => (mapping.Item1, mapping.Item2)).Distinct().Count() == mappings.Count, "a guest domain ID stands for two of the host.");
        return [.. ids];
    }

    /// <summary>Finds which unit each saved one is now.</summary>
    /// <exception cref="SavedStateException">They are other units, or one lacks devices that are in use.</exception>
    public int[] MapUnits(IReadOnlyList<IommuUnit> units, IReadOnlyList<int>? map)
    {
        if (map is null && units.Count != _units.Length)
        {
            throw new SavedStateException(SavedStateFault.OtherUnits, $"it has {_units.Length} units, and there are {units.Count}.");
        }

        if (map is not null && (map.Count != _units.Length || map.Distinct().Count() != map.Count || map.Any(index => index < 0 || index >= units.Count)))
        {
            throw new SavedStateException(SavedStateFault.OtherUnits, $"the map of units does not give each of its {_units.Length} units one of the {units.Count} there are.");
        }

        int[] places = [.. map ?? Enumerable.Range(0, _units.Length)];
        foreach (SavedEndpoint endpoint in _endpoints)
        {
            Check(endpoint.Unit < places.Length, $"device 0x{endpoint.Device:X4} lies behind unit {endpoint.Unit} of {places.Length}.");
            IommuUnit unit = units[places[endpoint.Unit]];
            Need(endpoint.Device < unit.DeviceTable.Count, $"device 0x{endpoint.Device:X4} lies beyond the {unit.DeviceTable.Count} entries of the device table of {unit.Name}.");
        }

        return places;
    }

    /// <summary>Makes everything in a host that has nothing yet.</summary>
    public void Restore([Borrows] IommuHost host, int[] units, TimeProvider time)
    {
        ParentDomain[] parents = RestoreParents(host, time);
        VirtualIommu[] guests = Array.ConvertAll(_guests, guest => At(parents, guest.Parent).CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = (int)guest.Quota }));
        NestedDomain[] nested = RestoreNested(host, guests);
        GuestPageTable[] tables = RestoreTables(host, parents, time);
        PasidDomain[] pasidDomains = RestorePasidDomains(host, parents, time);
        foreach (SavedBinding binding in _bindings)
        {
            PasidDomain domain = At(pasidDomains, binding.PasidDomain);
            Need(binding.Pasid.Value < domain.PasidCount, $"a table is bound to PASID {binding.Pasid}, and there are {domain.PasidCount}.");
            domain.Bind(binding.Pasid, At(tables, binding.GuestPageTable));
        }

        RestoreQuarantine(host, guests, units);
        RestoreReserves(guests);
        IommuEndpoint[] endpoints = Array.ConvertAll(_endpoints, endpoint => host.GetEndpoint(host.Units[units[endpoint.Unit]], new DeviceId(endpoint.Device), new IommuEndpointOptions
        {
            CachesTranslations = endpoint.CachesTranslations,
            InvalidationQueueDepth = endpoint.InvalidationQueueDepth,
        }));
        Check(endpoints.Distinct().Count() == endpoints.Length, "a device occurs twice.");
        for (int index = 0; index < endpoints.Length; index++)
        {
            uint place = _endpoints[index].Domain;
            IommuDomain? domain = _endpoints[index].DomainKind switch
            {
                SavedDomainKind.Parent => At(parents, place),
                SavedDomainKind.Nested => At(nested, place),
                SavedDomainKind.Pasid => At(pasidDomains, place),
                _ => null,
            };
            domain?.Attach(endpoints[index]);
        }

        foreach (SavedVirtualDevice device in _devices)
        {
            At(guests, device.VirtualIommu).AddDevice(new DeviceId(device.GuestDevice), At(endpoints, device.Endpoint));
        }
    }

    private ParentDomain[] RestoreParents(IommuHost host, TimeProvider time)
    {
        var parents = new ParentDomain[_parents.Length];
        int levels = host.Units.Min(static unit => unit.HostPageTableLevels);
        int next = 0;
        for (int index = 0; index < parents.Length; index++)
        {
            SavedParent saved = _parents[index];
            Need(saved.Levels <= levels, $"a page table has {saved.Levels} levels, and units walk {levels}.");
            Need(!saved.TracksDirtyPages || host.Units.All(static unit => unit.SupportsDirtyTracking), "dirty pages are tracked, and a unit does not mark them.");
            Check(saved.LargestPageLog2 is >= SmallestPageLog2 and <= LargestPageLog2, $"the largest page has 2^{saved.LargestPageLog2} bytes.");
            ParentDomainOptions options = new() { Levels = saved.Levels, LargestPage = SizeOf(saved.LargestPageLog2), Saved = saved.Flushing, TimeProvider = time };
            parents[index] = host.RestoreParentDomain(options, Claim(host, saved.DomainId));
            foreach (SavedPages pages in Take(_pages, ref next, saved.Runs))
            {
                CheckRoom(host, pages);
                Permissions permissions = (pages.ReadAllowed ? Permissions.Read : Permissions.None) | (pages.WriteAllowed ? Permissions.Write : Permissions.None);
                parents[index].RestorePages(pages.Address, pages.Target, LengthOf(pages), SizeOf(pages.SizeLog2), permissions, pages.Accessed, pages.Dirty);
            }

            parents[index].RestoreTracking(saved.TracksDirtyPages);
        }

        Check(next == _pages.Length, "there are pages of no parent.");
        return parents;
    }

    private NestedDomain[] RestoreNested(IommuHost host, VirtualIommu[] guests)
    {
        Dictionary<ushort, HostDomainId> claimed = [];
        return Array.ConvertAll(_nested, saved =>
        {
            HostDomainId id = default;
            if (!claimed.ContainsKey(saved.DomainId))
            {
                claimed.Add(saved.DomainId, id = Claim(host, saved.DomainId));
            }

            NestedDomain domain;
            try
            {
                domain = At(guests, saved.VirtualIommu).RestoreNestedDomain(saved.GuestEntry, id);
            }
            catch (GuestEntryRefusedException refusal) when (refusal.Fault is GuestEntryFault.GuestTranslationUnsupported or GuestEntryFault.TooManyLevels)
            {
                throw new SavedStateException(SavedStateFault.CapabilityMissing, refusal.Message, refusal);
            }

            return domain;
        });
    }

    private GuestPageTable[] RestoreTables(IommuHost host, ParentDomain[] parents, TimeProvider time)
    {
        int next = 0;
        GuestPageTable[] tables = Array.ConvertAll(_tables, saved =>
        {
            Check(saved.LargestPageLog2 is >= SmallestPageLog2 and <= LargestPageLog2, $"the largest page has 2^{saved.LargestPageLog2} bytes.");
            GuestPageTableOptions options = new() { Levels = saved.Levels, LargestPage = SizeOf(saved.LargestPageLog2), TableWindow = saved.Window, Saved = saved.Flushing, TimeProvider = time };
            GuestPageTable table = saved.Parent == 0 ? host.CreateGuestPageTable(options) : At(parents, saved.Parent - 1).CreateGuestPageTable(options);
            foreach (SavedPages pages in Take(_guestPages, ref next, saved.Runs))
            {
                CheckRoom(host, pages);
                table.RestorePages(pages.Address, pages.Target, LengthOf(pages), SizeOf(pages.SizeLog2), pages.WriteAllowed ? Permissions.ReadWrite : Permissions.Read);
            }

            return table;
        });
        Check(next == _guestPages.Length, "there are guest pages of no table.");
        return tables;
    }

    private PasidDomain[] RestorePasidDomains(IommuHost host, ParentDomain[] parents, TimeProvider time) => Array.ConvertAll(_pasidDomains, saved =>
    {
        ParentDomain? parent = saved.Parent == 0 ? null : At(parents, saved.Parent - 1);
        PasidDomainOptions options = new()
        {
            PagingLevels = saved.PagingLevels,
            PasidLevels = saved.PasidLevels,
            TranslateWithoutPasid = saved.TranslateWithoutPasid,
            TableWindow = saved.Window,
            Saved = saved.Flushing,
            TimeProvider = time,
        };
        return host.CreatePasidDomain(parent, parent?.GuestTables ?? host.GuestTables, options, Claim(host, saved.DomainId));
    });

    private void RestoreQuarantine(IommuHost host, VirtualIommu[] guests, int[] units)
    {
        foreach (SavedQuarantine saved in _quarantine)
        {
            UnitSet doubtful = UnitSet.Empty;
            for (UnitSet left = new(saved.Units); !left.IsEmpty; left = left.WithoutFirst())
            {
                doubtful |= UnitSet.Of(At(units, (uint)left.First));
            }

            DomainIdQuota? quota = saved.VirtualIommu == 0 ? null : At(guests, saved.VirtualIommu - 1).Quota;
            Check(quota is null || quota.TryCharge(), "a guest holds more domain IDs than it may.");
            HostDomainId id = Claim(host, saved.DomainId);
            quota?.Reserve?.CountIn();
            host.Ids.Release(id, doubtful, quota);
        }
    }

    // After all that guests hold, which is part of what was reserved for them.
    private void RestoreReserves(VirtualIommu[] guests)
    {
        for (int index = 0; index < guests.Length; index++)
        {
            Check(_guests[index].Reserved <= _guests[index].Quota, "more domain IDs are reserved for a guest than it may hold.");
            try
            {
                guests[index].Reserve((int)_guests[index].Reserved);
            }
            catch (DomainIdReservationException refusal)
            {
                throw new SavedStateException(SavedStateFault.CapabilityMissing, refusal.Message, refusal);
            }
        }
    }

    [return: ReturnsOwned]
    private static HostDomainId Claim(IommuHost host, ushort value)
    {
        Check(host.Ids.TryClaim(value, out HostDomainId id), $"domain ID {value} has two owners.");
        return id;
    }

    private static ReadOnlySpan<SavedPages> Take(SavedPages[] pages, ref int next, ulong runs)
    {
        Check(runs <= (ulong)(pages.Length - next), "there are fewer pages than tables say.");
        int first = next;
        next += (int)runs;
        return pages.AsSpan(first, (int)runs);
    }

    // Before anything walks over all of them.
    private static void CheckRoom(IommuHost host, SavedPages pages)
    {
        if (pages.Count / HostPageSize.EntriesPerTable > (ulong)host.Frames.FreeCount)
        {
            throw new SavedStateException(SavedStateFault.NoRoom, $"{pages.Count} pages need more page tables than the {host.Frames.FreeCount} frames that are free.");
        }
    }

    private static ulong SizeOf(int log2) => (ulong)Math.Pow(2, log2);

    private static ulong LengthOf(SavedPages pages)
    {
        bool isLength = pages.SizeLog2 is >= SmallestPageLog2 and <= LargestPageLog2 && pages.Count > 0 && pages.Count <= ulong.MaxValue / SizeOf(pages.SizeLog2);
        Check(isLength, $"{pages.Count} pages of 2^{pages.SizeLog2} bytes are no range.");
        return pages.Count * SizeOf(pages.SizeLog2);
    }

    private static T At<T>(T[] things, uint place)
    {
        Check(place < things.Length, $"something refers to the {typeof(T).Name} in place {place}, and there are {things.Length}.");
        return things[place];
    }

    private static void Check([DoesNotReturnIf(false)] bool condition, string contradiction)
    {
        if (!condition)
        {
            throw new SavedStateException(SavedStateFault.Inconsistent, contradiction);
        }
    }

    private static void Need([DoesNotReturnIf(false)] bool condition, string lack)
    {
        if (!condition)
        {
            throw new SavedStateException(SavedStateFault.CapabilityMissing, lack);
        }
    }
}
