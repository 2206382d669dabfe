using System.Diagnostics;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.Tests.Driver;

namespace DeclIommu.Benchmarks.Capacity;

/// <summary>Units, 64 parents and virtual IOMMUs, to which nested domains with a device each are added.</summary>
internal sealed class CapacityHost : IDisposable
{
    public const int MostDomains = 65535 - Parents - Spare;
    public const int MostUnits = 64;
    public const int MostGuests = 4096;

    /// <summary>A domain each for so many devices as the device table of one unit has place for.</summary>
    public const int DomainsOfOneUnit = 1024;

    private const int Parents = 64;
    private const int Spare = 16;
    private const ulong MemorySize = 32 * 1024 * 1024;

    private readonly IommuUnit[] _units;
    private readonly IommuHost _host;
    private readonly ParentDomain[] _parents;
    private readonly VirtualIommu[] _guests;
    private readonly List<NestedDomain> _domains = [];

    /// <param name="units">How many units, up to <see cref="MostUnits"/>.</param>
    /// <param name="guests">How many virtual IOMMUs, from 64 up to <see cref="MostGuests"/>, spread over the parents.</param>
    public CapacityHost(int units = MostUnits, int guests = MostGuests)
    {
        PhysicalMemory memory = new(MemorySize);
        PageFrameAllocator frames = new(memory, 0x1000, MemorySize - 0x1000);
        _units = [.. Enumerable.Range(0, units).Select(index => new IommuUnit(new InstantUnit(memory), memory, frames, new IommuUnitOptions { Name = $"unit {index}", DeviceTableFrames = 9 }))];
        _host = new IommuHost(_units);
        _parents = [.. Enumerable.Range(0, Parents).Select(_ => _host.CreateParentDomain())];
        _guests = [.. Enumerable.Range(0, guests).Select(index => _parents[index % Parents].CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 65535 }))];
    }

    /// <summary>Adds nested domains until there are so many, of which the first parent has a sixty-fourth.</summary>
    public void Grow(int count)
    {
        while (_domains.Count < count)
        {
            int index = _domains.Count;
            (int round, int guest) = Math.DivRem(index, _guests.Length);
            NestedDomain domain = _guests[guest].CreateNestedDomain(Entry((ushort)round));
            // Of one parent's domains, one after the other goes to the next unit.
            (int turn, int unit) = Math.DivRem(index / Parents, _units.Length);
            domain.Attach(_host.GetEndpoint(_units[unit], new DeviceId((ushort)((turn * Parents) + (index % Parents)))));
            _domains.Add(domain);
        }
    }

    /// <summary>Maps and unmaps under a parent of its own, which has one device.</summary>
    public double MeasureMapping()
    {
        using ParentDomain parent = _host.CreateParentDomain();
        parent.Attach(_host.GetEndpoint(_units[0], new DeviceId(1100)));
        return Measure(() =>
        {
            parent.Map(0x20_0000, 0x400_0000, 0x3000, Permissions.ReadWrite);
            parent.Unmap(0x20_0000, 0x3000);
        });
    }

    /// <summary>Makes and disposes a nested domain, which takes a domain ID and gives it back.</summary>
    public double MeasureAllocation() => Measure(() => _guests[0].CreateNestedDomain(Entry(60000)).Dispose());

    public double MeasureFlush() => Measure(_parents[0].Flush);

    public void Dispose()
    {
        _host.Dispose();
        Array.ForEach(_units, static unit => unit.Dispose());
    }

    private static DeviceTableEntry Entry(ushort domain) => new() { IsValid = true, TranslationValid = true, DomainId = new DomainId(domain) };

    // The best of several rounds: what else runs on the machine only ever adds.
    private static double Measure(Action action)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            const int Calls = 50;
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls);
        }

        return best;
    }
}
