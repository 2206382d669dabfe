using System.Buffers;
using System.Security.Cryptography;
using CsCheck;
using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.State;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class SavedHostTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;
    private const ulong Window = 0x40_0000_0000;

    [Fact]
    public void A_restored_host_translates_counts_and_tracks_as_the_saved_one_and_saves_to_the_same_bytes() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 15], Gen.Int[1, 4]).Array[1, 60].Sample(
            history =>
            {
                using DriverMachine first = new(units: 2, device: GuestUnits.Options);
                RandomHost host = new(first);
                foreach ((int kind, int who, int where, int count) in history)
                {
                    host.Act(kind, who, where, count);
                }

                byte[] state = Save(first.Host);
                using RestoredMachine second = new(state);
                Assert.Equal(Convert.ToHexString(state), Convert.ToHexString(Save(second.Host)));
                Assert.Equal(first.Host.QuarantinedDomainIds, second.Host.QuarantinedDomainIds);
                foreach (IommuEndpoint endpoint in host.Endpoints)
                {
                    for (ulong page = 0; page < 24; page++)
                    {
                        foreach (Permissions access in (Permissions[])[Permissions.Read, Permissions.Write])
                        {
                            ulong address = Iova + (page * 0x1000);
                            Assert.Equal(first.Dma(endpoint, address, access), second.Dma(endpoint, null, address, access));
                            Assert.Equal(first.Dma(endpoint, 1, address, access), second.Dma(endpoint, 1, address, access));
                        }
                    }
                }

                // The restored host works on: what is given up comes back, and no ID gets two owners.
                int free = second.FreeFramesAtFirst;
                second.Host.Dispose();
                Assert.Equal(free, second.Machine.Frames.FreeCount);
            },
            iter: 60);

    [Fact]
    public void The_quarantine_and_the_quotas_charged_for_it_are_kept()
    {
        StoppedClock clock = new();
        using DriverMachine first = new(units: 2, device: GuestUnits.Options, unit: new IommuUnitOptions { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(1) });
        ParentDomain parent = first.Host.CreateParentDomain();
        VirtualIommu guest = parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 2 });
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(9));
        HostDomainId id = nested.DomainId;
        nested.Attach(first.Endpoint(1, unit: 1));
        first.Dead.Add(1);
        first.WhenPumped = () => clock.Advance(TimeSpan.FromMilliseconds(100));
        nested.Dispose();
        Assert.Equal((1, 1), (first.Host.QuarantinedDomainIds, guest.DomainIdsHeld));

        using RestoredMachine second = new(Save(first.Host));
        VirtualIommu restored = second.Host.SnapshotParents().Single().SnapshotGuests().Single();
        Assert.Equal((1, 1), (second.Host.QuarantinedDomainIds, restored.DomainIdsHeld));
        Assert.True(second.Host.Reclaim());
        Assert.Equal((0, 0), (second.Host.QuarantinedDomainIds, restored.DomainIdsHeld));
        Assert.False(id.IsNone);
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_refused_with_one_clear_error_and_loses_nothing()
    {
        byte[] state = SmallState();
        using DriverMachine target = new(units: 2, device: GuestUnits.Options);
        target.Host.Dispose();
        int free = target.Frames.FreeCount;
        for (int length = 0; length < state.Length; length++)
        {
            SavedStateException refusal = Refused(state[..length], target);
            Assert.True(refusal.Fault is SavedStateFault.WrongLength, $"{length}: {refusal.Message}");
        }

        Assert.Equal(SavedStateFault.WrongLength, Refused([.. state, 0], target).Fault);
        for (int place = 0; place < state.Length; place++)
        {
            foreach (byte change in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = [.. state];
                damaged[place] ^= change;
                Refused(damaged, target);
            }
        }

        Assert.Equal(free, target.Frames.FreeCount);
        using IommuHost restored = IommuHost.Restore(state, target.Units);
        Assert.NotEmpty(restored.SnapshotParents());
    }

    // With the checksum made right again, only what the state says is left to be judged.
    [Fact]
    public void Whatever_a_state_says_it_is_refused_or_gives_a_host_and_no_frame_is_lost() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 3].Sample(
            changes =>
            {
                byte[] state = SmallState();
                foreach ((int place, byte value) in changes)
                {
                    state[place % (state.Length - SHA256.HashSizeInBytes)] = value;
                }

                SHA256.HashData(state.AsSpan(..^SHA256.HashSizeInBytes), state.AsSpan(^SHA256.HashSizeInBytes..));
                using DriverMachine target = new(units: 2, device: GuestUnits.Options);
                target.Host.Dispose();
                int free = target.Frames.FreeCount;
                try
                {
                    using IommuHost host = IommuHost.Restore(state, target.Units);
                    Save(host);
                }
                catch (SavedStateException)
                {
                    // The one error there is.
                }

                Assert.Equal(free, target.Frames.FreeCount);
                Array.ForEach(target.Units, unit => Assert.Empty(unit.SnapshotEndpoints()));
            },
            iter: 300);

    [Fact]
    public void A_state_of_another_version_or_kind_is_refused_as_that()
    {
        byte[] state = SmallState();
        using DriverMachine target = new(units: 2, device: GuestUnits.Options);
        target.Host.Dispose();
        byte[] newer = Resigned(state, header => header with { Version = SavedStateHeader.CurrentVersion + 1 });
        Assert.Equal(SavedStateFault.UnknownVersion, Refused(newer, target).Fault);
        byte[] other = Resigned(state, header => header with { Kind = SavedStateKind.Device });
        Assert.Equal(SavedStateFault.OtherKind, Refused(other, target).Fault);
        byte[] nothing = Resigned(state, header => header with { Magic = 0 });
        Assert.Equal(SavedStateFault.NotSavedState, Refused(nothing, target).Fault);
        Assert.Equal(SavedStateFault.OtherKind, Assert.Throws<SavedStateException>(() => IommuDevice.Restore(state, target.Memory)).Fault);
    }

    [Fact]
    public void Units_that_lack_what_is_in_use_are_named()
    {
        byte[] state = SmallState();
        foreach ((string name, IommuDeviceOptions lack) in (Dictionary<string, IommuDeviceOptions>)new()
        {
            ["dirty bits"] = GuestUnits.With(static features => features with { HostDirtySupported = false }),
            ["guest translation"] = GuestUnits.With(static features => features with { GuestTranslationSupported = false }),
            ["levels of host tables"] = GuestUnits.With(static features => features with { HostPageTableLevels = HostPageTableLevels.Four }),
            ["host translation"] = GuestUnits.With(static features => features with { HostPageTableLevels = HostPageTableLevels.NoTranslation }),
            ["levels of guest CR3 tables"] = GuestUnits.With(static features => features with { GuestCr3TableLevels = GuestCr3TableLevels.One }),
            ["levels of guest tables"] = GuestUnits.With(static features => features with { GuestPageTableLevels = GuestPageTableLevels.Four }),
            ["guest translation without PASID"] = GuestUnits.With(static features => features with { GuestIoSupported = false }),
            ["PASIDs"] = GuestUnits.With(static features => features with { MaximumPasidBits = 8 }),
            ["guest CR3 tables at guest addresses"] = new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = GuestUnits.Options.ExtendedFeatures },
        })
        {
            using DriverMachine target = new(units: 2, device: lack);
            target.Host.Dispose();
            int free = target.Frames.FreeCount;
            Assert.Equal((name, SavedStateFault.CapabilityMissing), (name, Refused(state, target).Fault));
            Assert.Equal((name, free), (name, target.Frames.FreeCount));
            using IommuHost next = new(target.Units);
        }

        // What nobody uses may be missing.
        using DriverMachine simple = new();
        simple.Host.CreateParentDomain().Map(Iova, Data, 0x1000, Permissions.Read);
        using DriverMachine plain = new();
        plain.Host.Dispose();
        using IommuHost restored = IommuHost.Restore(Save(simple.Host), plain.Units);
    }

    [Fact]
    public void Other_units_are_refused_unless_a_map_says_which_is_which()
    {
        using DriverMachine first = new(units: 2);
        ParentDomain parent = first.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        parent.Attach(first.Endpoint(1, unit: 0));
        parent.Attach(first.Endpoint(2, unit: 1));
        byte[] state = Save(first.Host);
        using DriverMachine target = new(units: 3);
        target.Host.Dispose();
        Assert.Equal(SavedStateFault.OtherUnits, Refused(state, target).Fault);
        foreach (int[] wrong in (int[][])[[0], [0, 0], [0, 3], [-1, 0], [0, 1, 2]])
        {
            Assert.Equal(SavedStateFault.OtherUnits, Assert.Throws<SavedStateException>(() => IommuHost.Restore(state, target.Units, unitMap: wrong)).Fault);
        }

        using IommuHost restored = IommuHost.Restore(state, target.Units, unitMap: [2, 0]);
        Assert.Equal(Data, target.Model(2).Translate(new DeviceId(1), Iova, Permissions.Read).PhysicalAddress);
        Assert.Equal(Data, target.Model(0).Translate(new DeviceId(2), Iova, Permissions.Read).PhysicalAddress);
        Assert.Equal(DmaOutcome.Blocked, target.Model(1).Translate(new DeviceId(2), Iova, Permissions.Read).Outcome);
    }

    private static byte[] SmallState()
    {
        using DriverMachine machine = new(units: 2, device: GuestUnits.Options);
        ParentDomain parent = machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 5 });
        parent.Map(Iova, Data, 0x1_1000, Permissions.ReadWrite);
        parent.StartDirtyTracking();
        VirtualIommu guest = parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 7 });
        NestedDomain nested = guest.CreateNestedDomain(DriverMachine.GuestEntry(0) with { GuestTranslationValid = true, GuestCr3TableRoot = 0x1000 });
        nested.Attach(machine.Endpoint(3, unit: 1, options: new IommuEndpointOptions { CachesTranslations = true, InvalidationQueueDepth = 8 }));
        guest.AddDevice(new DeviceId(0x50), machine.Endpoint(3, unit: 1));
        PasidDomain domain = parent.CreatePasidDomain(new PasidDomainOptions { PasidLevels = GuestCr3TableLevels.Two, TableWindow = Window });
        GuestPageTable table = parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window });
        table.Map(0x7000, Iova, 0x2000, Permissions.Read);
        domain.Bind(new Pasid(600), table);
        domain.Attach(machine.Endpoint(4));
        GuestPageTable deep = machine.Host.CreateGuestPageTable(new GuestPageTableOptions { Levels = 5 });
        PasidDomain flat = machine.Host.CreatePasidDomain(new PasidDomainOptions { PagingLevels = 5, TranslateWithoutPasid = true });
        flat.Bind(new Pasid(0), deep);
        return Save(machine.Host);
    }

    private static byte[] Save(IommuHost host)
    {
        ArrayBufferWriter<byte> buffer = new();
        host.Save(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Resigned(byte[] state, Func<SavedStateHeader, SavedStateHeader> change)
    {
        byte[] changed = [.. state];
        change(SavedStateHeader.Read(changed)).Write(changed);
        SHA256.HashData(changed.AsSpan(..^SHA256.HashSizeInBytes), changed.AsSpan(^SHA256.HashSizeInBytes..));
        return changed;
    }

    private static SavedStateException Refused(byte[] state, DriverMachine target) => Assert.Throws<SavedStateException>(() => IommuHost.Restore(state, target.Units));

    /// <summary>A second machine, on whose units the state is restored.</summary>
    private sealed class RestoredMachine : IDisposable
    {
        public RestoredMachine(byte[] state)
        {
            Machine.Host.Dispose();
            FreeFramesAtFirst = Machine.Frames.FreeCount;
            Host = IommuHost.Restore(state, Machine.Units);
        }

        public DriverMachine Machine { get; } = new(units: 2, device: GuestUnits.Options);

        public int FreeFramesAtFirst { get; }

        public IommuHost Host { get; }

        public DmaResult Dma(IommuEndpoint like, uint? pasid, ulong address, Permissions access)
        {
            IommuDevice model = Machine.Model(like.Unit.Index);
            return pasid is { } space ? model.Translate(like.DeviceId, new Pasid(space), address, access) : model.Translate(like.DeviceId, address, access);
        }

        public void Dispose()
        {
            Host.Dispose();
            Machine.Dispose();
        }
    }

    /// <summary>A host that random operations act on; what is refused has changed nothing.</summary>
    private sealed class RandomHost
    {
        private readonly DriverMachine _machine;
        private readonly List<ParentDomain> _parents = [];
        private readonly List<VirtualIommu> _guests = [];
        private readonly List<IommuDomain> _domains = [];
        private readonly List<GuestPageTable> _tables = [];

        public RandomHost(DriverMachine machine)
        {
            _machine = machine;
            Endpoints = [.. Enumerable.Range(0, 4).Select(index => machine.Endpoint((ushort)(index + 1), index % 2))];
            AddParent();
        }

        public IommuEndpoint[] Endpoints { get; }

        public void Act(int kind, int who, int where, int count)
        {
            ParentDomain parent = _parents[who % _parents.Count];
            ulong iova = Iova + ((ulong)where * 0x1000);
            ulong length = (ulong)count * 0x1000;
            try
            {
                switch (kind)
                {
                    case 0 when _parents.Count < 3:
                        AddParent();
                        break;
                    case 1:
                        parent.Map(iova, Data + ((ulong)(who + 1) * 0x10_0000) + ((ulong)where * 0x1000), length, (Permissions)(1 + (where % 3)));
                        break;
                    case 2:
                        parent.Unmap(iova, length);
                        break;
                    case 3:
                        parent.Protect(iova, length, (Permissions)(1 + (count % 3)));
                        break;
                    case 4:
                        NestedDomain nested = _guests[who % _guests.Count].CreateNestedDomain(DriverMachine.GuestEntry((ushort)(where % 4)));
                        _domains.Add(nested);
                        break;
                    case 5:
                        _domains[where % _domains.Count].Attach(Endpoints[who]);
                        break;
                    case 6:
                        _machine.Dma(Endpoints[who], iova, Permissions.Write);
                        _machine.Dma(Endpoints[who], 1, iova);
                        break;
                    case 7 when where % 2 == 0:
                        parent.StartDirtyTracking();
                        break;
                    case 7:
                        _guests[who % _guests.Count].AddDevice(new DeviceId((ushort)where), Endpoints[who]);
                        break;
                    case 8:
                        GuestPageTable table = _tables[who % _tables.Count];
                        table.Map(iova, table.Parent is null ? Data + iova : iova, length, Permissions.Read);
                        break;
                    default:
                        IommuDomain gone = _domains[where % _domains.Count];
                        if (gone is NestedDomain)
                        {
                            _domains.Remove(gone);
                            gone.Dispose();
                        }

                        break;
                }
            }
            catch (Exception refusal) when (refusal is IommuException or ArgumentException)
            {
                // As asked for by chance: an overlap, another device by that ID.
            }
        }

        private void AddParent()
        {
            ParentDomain parent = _machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 3 + _parents.Count });
            _parents.Add(parent);
            _domains.Add(parent);
            _guests.Add(parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 3 }));
            bool isNested = _parents.Count % 2 == 0;
            PasidDomain domain = isNested ? parent.CreatePasidDomain(new PasidDomainOptions { TableWindow = Window }) : _machine.Host.CreatePasidDomain();
            GuestPageTable table = isNested ? parent.CreateGuestPageTable(new GuestPageTableOptions { TableWindow = Window }) : _machine.Host.CreateGuestPageTable();
            domain.Bind(new Pasid(1), table);
            _domains.Add(domain);
            _tables.Add(table);
        }
    }
}
