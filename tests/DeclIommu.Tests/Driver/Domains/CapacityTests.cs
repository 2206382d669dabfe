using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>A host as large as there can be. What it costs is counted, not timed.</summary>
public sealed class CapacityTests
{
    private const int Units = 64;
    private const int Guests = 4096;
    private const int Parents = 64;
    private const int DomainIds = 65535;
    private const ulong MemorySize = 32 * 1024 * 1024;
    private const long MostBytes = 256L * 1024 * 1024;

    [Fact]
    public void Every_domain_id_in_4096_virtual_iommus_on_64_units_fits_in_256_MiB()
    {
        // All that this thread ever allocates, dead or alive: no other test counts in.
        long before = GC.GetAllocatedBytesForCurrentThread();
        using LargeHost large = new();
        List<NestedDomain> domains = new(DomainIds - Parents);
        for (int index = 0; domains.Count < DomainIds - Parents; index++)
        {
            NestedDomain domain = large.Guests[index % Guests].CreateNestedDomain(DriverMachine.GuestEntry((ushort)(index / Guests)));
            domain.Attach(large.Host.GetEndpoint(large.Units[index / Units % Units], new DeviceId((ushort)((index % Units) + (index / Guests * Units)))));
            domains.Add(domain);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(DomainIds, domains.Select(static domain => domain.DomainId.Value).Concat(large.Parents.Select(static parent => parent.DomainId.Value)).Distinct().Count());
        Assert.Throws<DomainIdsExhaustedException>(() => large.Guests[0].CreateNestedDomain(DriverMachine.GuestEntry(60000)));
        Assert.True(bytes < MostBytes, $"{bytes / 1024 / 1024} MiB");

        // A parent's flush is as long as it has IDs on a unit, whatever else there is.
        int own = domains.Count(domain => domain.Guest.Parent == large.Parents[0]);
        long commands = large.CountCommands(() => large.Parents[0].Unmap(0x10_0000, 0x1000));
        long waits = domains.Where(domain => domain.Guest.Parent == large.Parents[0]).Select(domain => large.UnitOf(domain)).Distinct().Count();
        Assert.Equal(own + waits, commands);
        domains.ForEach(static domain => domain.Dispose());
        Assert.Equal(0, large.Host.QuarantinedDomainIds);
    }

    [Fact]
    public void Mapping_unmapping_and_making_domains_cost_the_same_commands_and_bytes_however_much_there_is()
    {
        using LargeHost large = new(parents: 2, guests: 2);
        ParentDomain parent = large.Parents[0];
        NestedDomain own = large.Guests[0].CreateNestedDomain(DriverMachine.GuestEntry(0));
        own.Attach(large.Host.GetEndpoint(large.Units[0], new DeviceId(0)));
        (long Commands, long Bytes) few = Cost();
        for (int index = 1; index < 30_000; index++)
        {
            NestedDomain other = large.Guests[1].CreateNestedDomain(DriverMachine.GuestEntry((ushort)index));
            other.Attach(large.Host.GetEndpoint(large.Units[index % Units], new DeviceId((ushort)(8 + (index / Units)))));
        }

        (long Commands, long Bytes) many = Cost();
        Assert.Equal(few.Commands, many.Commands);
        Assert.InRange(many.Bytes, 0, few.Bytes + 4096);

        (long, long) Cost()
        {
            Step();
            long commands = 0;
            long bytes = Allocations.Of(() => commands = large.CountCommands(Step));
            return (commands, bytes);
        }

        void Step()
        {
            parent.Map(0x20_0000, 0x400_0000, 0x3000, Permissions.ReadWrite);
            parent.Unmap(0x20_0000, 0x3000);
            using NestedDomain domain = large.Guests[0].CreateNestedDomain(DriverMachine.GuestEntry(7));
            domain.Attach(large.Host.GetEndpoint(large.Units[0], new DeviceId(5)));
        }
    }

    private sealed class LargeHost : IDisposable
    {
        private readonly InstantUnit[] _registers;
        private readonly Dictionary<IommuUnit, int> _places = [];

        public LargeHost(int parents = CapacityTests.Parents, int guests = CapacityTests.Guests)
        {
            PhysicalMemory memory = new(MemorySize);
            PageFrameAllocator frames = new(memory, 0x1000, MemorySize - 0x1000);
            _registers = [.. Enumerable.Range(0, CapacityTests.Units).Select(_ => new InstantUnit(memory))];
            Units = [.. _registers.Select((registers, index) => new IommuUnit(registers, memory, frames, new IommuUnitOptions { Name = $"unit {index}", DeviceTableFrames = 8 }))];
            Host = new IommuHost(Units);
            Parents = [.. Enumerable.Range(0, parents).Select(_ => Host.CreateParentDomain())];
            foreach (ParentDomain parent in Parents)
            {
                parent.Map(0x10_0000, 0x400_0000, 0x1000, Permissions.ReadWrite);
            }

            Guests = [.. Enumerable.Range(0, guests).Select(index => Parents[index % parents].CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = DomainIds }))];
            foreach (IommuUnit unit in Units)
            {
                _places.Add(unit, _places.Count);
            }
        }

        public IommuUnit[] Units { get; }

        public IommuHost Host { get; }

        public ParentDomain[] Parents { get; }

        public VirtualIommu[] Guests { get; }

        public int UnitOf(NestedDomain domain) => _places[Assert.Single(domain.SnapshotEndpoints()).Unit];

        public long CountCommands(Action action)
        {
            long before = _registers.Sum(static registers => registers.Commands);
            action();
            return _registers.Sum(static registers => registers.Commands) - before;
        }

        public void Dispose()
        {
            Host.Dispose();
            Array.ForEach(Units, static unit => unit.Dispose());
        }
    }
}
