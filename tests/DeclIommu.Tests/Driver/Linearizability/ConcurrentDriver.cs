extern alias Seeded;

using System.Collections.Concurrent;
using DeclIommu.Tests.SeededDefects;
using Seeded::DeclIommu.Device;
using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;
using Seeded::DeclIommu.Memory;
using Seeded::DeclIommu.Tests.Driver;

namespace DeclIommu.Tests.Linearizability;

/// <summary>The driver over two units whose caches never forget by themselves, as threads use it at the same time. Remembers what each was told.</summary>
/// <remarks>
/// Besides, every frame is the oracle's: once unmapping a page has returned, no device may reach the frame that was mapped there. Where a disposal is under way, whoever
/// finds no ID free asks again, for the ID comes back only at its end.
/// </remarks>
internal sealed class ConcurrentDriver
{
    public const int Slots = 4;
    public const int ParentPlace = Slots;
    public const int Nowhere = -1;
    public const int Devices = 4;
    public const int Pages = 3;
    public const int Ids = 3;

    /// <summary>What is there before the first step: two nested domains, every device in one of them or in the parent, all pages mapped and cached.</summary>
    public static readonly Step[] Beginning =
    [
        new(StepKind.Create, 0, 0, 1), new(StepKind.Create, 1, 1, 2),
        new(StepKind.Map, 0, 0, 3), new(StepKind.Map, 1, 0, 4), new(StepKind.Map, 2, 0, 5),
        new(StepKind.Attach, 0, ParentPlace, 6), new(StepKind.Attach, 1, 0, 7), new(StepKind.Attach, 2, 1, 8), new(StepKind.Attach, 3, 0, 9),
        new(StepKind.Dma, 0, 0, LastTagOfBeginning),
    ];

    private const int LastTagOfBeginning = 10;

    private readonly Lazy<SmallMachine> _machine;
    private readonly Lazy<string> _observation;
    private readonly ConcurrentDictionary<int, Outcome> _outcomes = [];
    private readonly ConcurrentDictionary<ulong, bool> _freed = [];
    private readonly ulong[] _lastMapped = new ulong[Pages];
    private readonly object[] _slotGates = [.. Enumerable.Range(0, Slots).Select(static _ => new object())];
    private readonly IommuDomain?[] _slots = new IommuDomain?[Slots];
    private readonly object _deadGate = new();
    private SmallMachine? _begun;
    private int _disposals;
    private bool _hasKilled;

    public ConcurrentDriver()
    {
        _machine = new(Begin);
        _observation = new(Observe);
    }

    /// <summary>What can be seen when all is over: where each device is and what it reaches, what is mapped, and which IDs are held.</summary>
    public string Observation => _observation.Value;

    public Outcome this[Step step] => _outcomes[step.Tag];

    private SmallMachine Small => _begun ?? _machine.Value;

    public static ulong AddressOf(int page) => SmallMachine.Iova + ((ulong)(page + 1) * 0x1000);

    public static ulong FrameOf(Step step) => SmallMachine.Data + ((ulong)step.Tag * 0x1000);

    /// <summary>The first tag that a step may have.</summary>
    public const int FirstTag = LastTagOfBeginning + 1;

    public void Run(Step step)
    {
        _ = _machine.Value;
        RunOn(step);
    }

    private void RunOn(Step step) => _outcomes[step.Tag] = step.Kind switch
    {
        StepKind.Create => Create(step.First, (ushort)step.Second),
        StepKind.Dispose => Dispose(step.First),
        StepKind.Attach => Attach(step.First, step.Second),
        StepKind.Detach => OrFailed(() => DeviceAt(step.First).Domain?.Detach(DeviceAt(step.First))),
        StepKind.Map => Map(step),
        StepKind.Unmap => Unmap(step.First),
        StepKind.GuestCommand => OrFailed(() => InvalidateAsGuest((ushort)step.First)),
        StepKind.Dma => AskForAll(),
        StepKind.Kill => Kill(step.First),
        StepKind.Recover => OrFailed(() => Recover(step.First)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };

    public override string ToString() => Observation + "; told: " + string.Join(", ", _outcomes.Select(static told => $"#{told.Key} {told.Value}"));

    // Made when it is first needed: only one of the many that CsCheck makes for one history is.
    private SmallMachine Begin()
    {
        _begun = new SmallMachine(ids: Ids, units: 2);
        Array.ForEach(Beginning, RunOn);
        _begun.Machine.WhenPumped = LetOthersRun;
        return _begun;
    }

    private static Outcome OrFailed(Action action)
    {
        try
        {
            action();
            return Outcome.Done;
        }
        catch (IommuUnitFailedException)
        {
            return Outcome.UnitFailed;
        }
    }

    // Whoever waits for a unit lets the others come in between; time passes only while a unit is dead, so that none fails for being slow.
    private void LetOthersRun()
    {
        if (Small.Machine.Dead.Count > 0)
        {
            Small.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Thread.Yield();
    }

    // Two behind each unit; the second caches translations itself.
    private IommuEndpoint DeviceAt(int index) => Small.Device((ushort)index, unit: index / 2, caches: index % 2 == 1);

    private IommuDomain? DomainAt(int place) => place == ParentPlace ? Small.Parent : Volatile.Read(ref _slots[place]);

    private Outcome Create(int slot, ushort guestDomainId)
    {
        lock (_slotGates[slot])
        {
            if (_slots[slot] is not null)
            {
                return Outcome.Nothing;
            }

            while (true)
            {
                bool isSettled = Volatile.Read(ref _disposals) == 0;
                try
                {
                    Volatile.Write(ref _slots[slot], slot == Slots - 1 ? Small.Machine.Host.CreateParentDomain() : Small.Nest(guestDomainId));
                    return Outcome.Done;
                }
                catch (DomainIdsExhaustedException) when (!isSettled)
                {
                    Thread.Yield();
                }
                catch (DomainIdsExhaustedException)
                {
                    return Outcome.Exhausted;
                }
            }
        }
    }

    private Outcome Dispose(int slot)
    {
        lock (_slotGates[slot])
        {
            if (_slots[slot] is not { } domain)
            {
                return Outcome.Nothing;
            }

            Interlocked.Increment(ref _disposals);
            domain.Dispose();
            Volatile.Write(ref _slots[slot], null);
            Interlocked.Decrement(ref _disposals);
            return Outcome.Done;
        }
    }

    private Outcome Attach(int device, int place)
    {
        try
        {
            return DomainAt(place) is { } domain ? OrFailed(() => domain.Attach(DeviceAt(device))) : Outcome.Gone;
        }
        catch (ObjectDisposedException)
        {
            return Outcome.Gone;
        }
    }

    private Outcome Map(Step step)
    {
        while (true)
        {
            try
            {
                Small.Parent.Map(AddressOf(step.First), FrameOf(step), 0x1000, Permissions.Read);
                Volatile.Write(ref _lastMapped[step.First], FrameOf(step));
                return Outcome.Done;
            }
            catch (MappingException refused) when (refused.Fault == MappingFault.Overlap)
            {
                return Outcome.Overlap;
            }
            catch (MappingException refused) when (refused.Fault == MappingFault.StillCached)
            {
                if (Volatile.Read(ref _hasKilled))
                {
                    return Outcome.StillCached;
                }

                // Whoever unmaps it has not returned yet.
                Thread.Yield();
            }
        }
    }

    // A frame that was mapped before is gone afterwards, whoever takes it out.
    private Outcome Unmap(int page)
    {
        ulong frame = Volatile.Read(ref _lastMapped[page]);
        ulong bytes = 0;
        Outcome outcome = OrFailed(() => bytes = Small.Parent.Unmap(AddressOf(page), 0x1000));
        if (outcome == Outcome.UnitFailed)
        {
            return outcome;
        }

        _freed[frame] = true;
        return bytes == 0 ? Outcome.Nothing : Outcome.Done;
    }

    private void InvalidateAsGuest(ushort guestDomainId)
    {
        byte[] bytes = new byte[2 * Command.SizeInBytes];
        new InvalidateIommuPages { DomainId = new DomainId(guestDomainId), Range = PageRange.All }.Write(bytes);
        new CompletionWait { Store = true, StoreData = 1 }.Write(bytes.AsSpan(Command.SizeInBytes));
        Violation.If(Small.Guest.Execute(bytes, NoObserver.Instance) != 2, "A guest's commands were not done.");
    }

    private Outcome AskForAll()
    {
        for (int device = 0; device < Devices; device++)
        {
            for (int page = 0; page < Pages; page++)
            {
                HashSet<ulong> freed = [.. _freed.Keys];
                DmaResult result = Small.Machine.Dma(DeviceAt(device), AddressOf(page));
                Violation.If(result.Succeeded && freed.Contains(result.PhysicalAddress), $"Device {device} reached frame 0x{result.PhysicalAddress:X} by page {page} after unmapping it had returned.");
            }
        }

        return Outcome.Done;
    }

    private Outcome Kill(int unit)
    {
        lock (_deadGate)
        {
            Volatile.Write(ref _hasKilled, true);
            Small.Machine.Dead = [.. Small.Machine.Dead, unit];
            return Outcome.Done;
        }
    }

    private void Recover(int unit)
    {
        lock (_deadGate)
        {
            Small.Machine.Dead = [.. Small.Machine.Dead.Where(dead => dead != unit)];
        }

        Small.Machine.Units[unit].Recover();
    }

    // Nothing may be cached but what the page table says, and only under IDs that are in use.
    private string Stale()
    {
        HashSet<ushort> live = [.. _slots.Append(Small.Parent).OfType<IommuDomain>().Select(static domain => domain.DomainId.Value)];
        IEnumerable<string> inDevices = Enumerable.Range(0, Devices).SelectMany(device => Small.Machine.ModelOf(DeviceAt(device)).GetDeviceTlb(DeviceAt(device).DeviceId).Snapshot(), (device, entry) => (device, entry))
            .Where(cached => !Small.Parent.TryTranslate(cached.entry.VirtualAddress, out HostTranslation now) || now.PhysicalAddress != cached.entry.PhysicalAddress)
            .Select(static cached => $"0x{cached.entry.VirtualAddress:X} is still cached in device {cached.device}; ");
        return string.Concat(inDevices) + string.Concat(Small.Machine.Units.SelectMany(unit => Small.Machine.Model(unit.Index).TranslationCache.Snapshot())
            .Where(entry => !live.Contains(entry.DomainId.Value) || !Small.Parent.TryTranslate(entry.VirtualAddress, out HostTranslation now) || now.PhysicalAddress != entry.PhysicalAddress)
            .Select(static entry => $"0x{entry.VirtualAddress:X} is still cached under domain ID {entry.DomainId.Value}; "));
    }

    private string Observe()
    {
        if (_hasKilled)
        {
            Recover(0);
            Recover(1);
            Small.Parent.Flush();
            Small.Machine.Host.Reclaim();
        }

        return Stale() + Describe(
            device => DeviceAt(device).Domain is { } domain ? Array.IndexOf([.. _slots, Small.Parent], domain) : Nowhere,
            (device, page) => Small.Machine.Dma(DeviceAt(device), AddressOf(page)) is { Succeeded: true } result ? result.PhysicalAddress : null,
            page => Small.Parent.TryTranslate(AddressOf(page), out HostTranslation translation) ? translation.PhysicalAddress : null,
            Small.Guest.DomainIdsHeld,
            Small.Machine.Host.QuarantinedDomainIds,
            Small.Parent.UnconfirmedRanges);
    }

    /// <summary>Puts what can be seen into words, in the same way for the driver and for the model.</summary>
    public static string Describe(Func<int, int> placeOf, Func<int, int, ulong?> reached, Func<int, ulong?> mapped, int held, int quarantined, int unconfirmed)
    {
        IEnumerable<string> devices = Enumerable.Range(0, Devices).Select(device =>
            $"device {device} at {placeOf(device)} reaches [{string.Join(' ', Enumerable.Range(0, Pages).Select(page => reached(device, page)?.ToString("X") ?? "-"))}]");
        IEnumerable<string> pages = Enumerable.Range(0, Pages).Select(page => mapped(page)?.ToString("X") ?? "-");
        return $"{string.Join(", ", devices)}; mapped [{string.Join(' ', pages)}]; {held} held, {quarantined} in quarantine, {unconfirmed} unconfirmed";
    }

    private sealed class NoObserver : IGuestCommandObserver
    {
        public static NoObserver Instance { get; } = new();

        public void OnCompletionWait(CompletionWait command)
        {
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }
    }
}
