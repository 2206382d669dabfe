using System.Buffers.Binary;
using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using NestedDomains.Hardware;

namespace NestedDomains.Nesting;

/// <summary>The devices of the cast fill the caches of their units; then the first parent unmaps a range, and what is left is looked at.</summary>
internal sealed class NestingScenario
{
    private static readonly UnmappedRange Range = new(Cast.ParentA, GuestMemory.SmallPages + 0x10000, 0x10000);

    // Three pages of the range that goes, the one after it, one far from it, and one in the large page.
    private static readonly ulong[] Touched =
    [
        Range.Iova,
        Range.Iova + (5 * AddressSpace.PageSize),
        Range.Iova + Range.Length - AddressSpace.PageSize,
        Range.Iova + Range.Length,
        GuestMemory.SmallPages,
        AddressSpace.PageSize,
    ];

    private readonly NestedHost _host;
    private readonly List<string> _differences = [];

    private NestingScenario(NestedHost host) => _host = host;

    public static NestingResult Run()
    {
        using var host = new NestedHost();
        return new NestingScenario(host).Play();
    }

    private NestingResult Play()
    {
        int accesses = TouchAll();
        CacheSurvey before = CacheSurvey.Of(_host.Devices);
        uint[] tails = Tails();
        _host.MemoryOf(Range.Parent).Unmap(Range);
        FlushedUnit[] flush = Flushed(tails);
        CacheSurvey after = CacheSurvey.Of(_host.Devices);
        CachedDomain[] cache = Compare(before, after);
        int stale = after.CountStale(_host.AddressSpaces);
        Require(stale == 0, $"{stale} stale translations are cached after the unmap");
        (int refused, int expected) = TouchAgain();
        int faults = PageFaults();
        Require(faults == refused, $"{refused} accesses were refused, but {faults} IO_PAGE_FAULT events logged");
        string? refusal = _host.TryNestGuestTranslation();
        Require(refusal is not null, "a guest entry with GV = 1 was accepted");
        return new NestingResult(Cast.Units, _host.Mappings(), accesses, Range, flush, cache, stale, refused, expected, faults, refusal, _differences);
    }

    private int TouchAll()
    {
        int accesses = 0;
        foreach (NestedAttachment attachment in _host.Attachments)
        {
            foreach (ulong iova in Touched)
            {
                Require(ReadsItsOwn(attachment, iova), $"{attachment.Device} could not read 0x{iova:x} before the unmap");
                accesses++;
            }
        }

        return accesses;
    }

    private (int Refused, int Expected) TouchAgain()
    {
        int refused = 0;
        int expected = 0;
        foreach (NestedAttachment attachment in _host.Attachments)
        {
            foreach (ulong iova in Touched)
            {
                if (attachment.Device.Parent != Range.Parent || !Range.Contains(iova))
                {
                    Require(ReadsItsOwn(attachment, iova), $"{attachment.Device} could not read 0x{iova:x}, which nobody unmapped");
                    continue;
                }

                expected++;
                refused += _host.Devices[attachment.Device.Unit].TryRead(attachment.Device.Id, iova, new byte[sizeof(ulong)]) ? 0 : 1;
            }
        }

        Require(refused == expected, $"{expected - refused} accesses to the unmapped range still went through");
        return (refused, expected);
    }

    private int PageFaults()
    {
        int faults = 0;
        for (int unit = 0; unit < Cast.Units; unit++)
        {
            while (_host.TryReadEvent(unit, out EventLogEntry entry))
            {
                faults += entry.TryAs(out IoPageFaultEvent fault) && Range.Contains(fault.Address) ? 1 : 0;
            }
        }

        return faults;
    }

    // Every page holds its own physical address, so a read tells where it went.
    private bool ReadsItsOwn(NestedAttachment attachment, ulong iova)
    {
        Span<byte> mark = stackalloc byte[sizeof(ulong)];
        return _host.Devices[attachment.Device.Unit].TryRead(attachment.Device.Id, iova, mark)
            && attachment.Space.TryTranslate(iova, out ulong physical)
            && BinaryPrimitives.ReadUInt64LittleEndian(mark) == physical;
    }

    private uint[] Tails() => [.. _host.Devices.Select(device => device.ReadRingPointer(RegisterOffset.CommandBufferTail))];

    private FlushedUnit[] Flushed(uint[] tails)
    {
        var check = new FlushCheck(Range, _host.Attachments);
        var flushed = new FlushedUnit[tails.Length];
        for (int unit = 0; unit < tails.Length; unit++)
        {
            IommuDevice device = _host.Devices[unit];
            CommandRing ring = CommandRing.Of(device, _host.Memory);
            uint[] offsets = [.. ring.Offsets(tails[unit], device.ReadRingPointer(RegisterOffset.CommandBufferTail))];
            Command[] commands = [.. offsets.Select(offset => ring[offset])];
            _differences.AddRange(check.Differences(unit, commands));
            flushed[unit] = new FlushedUnit(unit, [.. offsets.Select(ring.Decode)]);
        }

        return flushed;
    }

    private CachedDomain[] Compare(CacheSurvey before, CacheSurvey after)
    {
        CachedDomain[] domains = [.. _host.Places.Union(before.Domains).Union(after.Domains).Select(cached => new CachedDomain(
            cached.Unit,
            cached.HostDomainId,
            _host.OwnerOf(cached.HostDomainId)?.Owner ?? "nobody",
            before.Count(cached.Unit, cached.HostDomainId, Range, inRange: true),
            after.Count(cached.Unit, cached.HostDomainId, Range, inRange: true),
            before.Count(cached.Unit, cached.HostDomainId, Range, inRange: false),
            after.Count(cached.Unit, cached.HostDomainId, Range, inRange: false)))];
        foreach (NestedAttachment attachment in _host.Attachments)
        {
            Require(
                domains.Any(domain => domain.Unit == attachment.Device.Unit && domain.HostDomainId == attachment.HostDomainId && domain.InRangeBefore > 0),
                $"{attachment.Device} cached nothing of the range, so the unmap had nothing to prove under hDomID {attachment.HostDomainId}");
        }

        foreach (CachedDomain domain in domains.Where(domain => _host.OwnerOf(domain.HostDomainId)?.Parent != Range.Parent))
        {
            Require(
                domain.InRangeAfter == domain.InRangeBefore && domain.OutsideAfter == domain.OutsideBefore,
                $"unit {domain.Unit} lost translations under hDomID {domain.HostDomainId}, which has nothing to do with parent {Range.Parent}");
        }

        return domains;
    }

    private void Require(bool condition, string difference)
    {
        if (!condition)
        {
            _differences.Add(difference);
        }
    }
}
