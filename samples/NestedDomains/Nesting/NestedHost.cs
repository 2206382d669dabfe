using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace NestedDomains.Nesting;

/// <summary>One host in software with the cast in place: memory, the device model of each unit, the driver over them, and all domains.</summary>
internal sealed class NestedHost : IDisposable
{
    private const ulong MemorySize = 64 << 20;
    private const ulong FramesStart = 1 << 20;
    private const ulong FramesLength = 15 << 20;
    private const ulong MemoryOfA = 16 << 20;
    private const ulong MemoryOfB = 32 << 20;
    private const ulong GuestCr3Table = 1 << 20;

    // A model in software answers when its thread gets a processor, which on a busy machine is later than hardware would.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IommuUnit[] _units;
    private readonly IommuHost _host;
    private readonly Dictionary<string, ParentDomain> _parents = [];
    private readonly Dictionary<string, GuestMemory> _memories = [];
    private readonly Dictionary<string, VirtualIommu> _guests = [];
    private readonly List<NestedAttachment> _attachments = [];

    public NestedHost()
    {
        var frames = new PageFrameAllocator(Memory, FramesStart, FramesLength);
        Devices = [.. Enumerable.Range(0, Cast.Units).Select(_ => new IommuDevice(Memory, new IommuDeviceOptions { Caching = CacheBehavior.Adversarial }))];
        _units = [.. Devices.Select((device, index) => new IommuUnit(device, Memory, frames, new IommuUnitOptions { Name = $"unit {index}", Timeout = Patience }))];
        _host = new IommuHost(_units);
        AddParent(Cast.ParentA, MemoryOfA);
        AddParent(Cast.ParentB, MemoryOfB);
        foreach (PlacedDevice device in Cast.Devices)
        {
            IommuDomain domain = DomainFor(device);
            domain.Attach(_host.GetEndpoint(_units[device.Unit], device.Id));
            _attachments.Add(new NestedAttachment(device, domain.DomainId.Value, _memories[device.Parent].Space));
        }
    }

    public PhysicalMemory Memory { get; } = new(MemorySize);

    /// <summary>The models, each executing commands on a thread of its own; their caches keep everything that no command takes out.</summary>
    public IReadOnlyList<IommuDevice> Devices { get; }

    public IReadOnlyList<NestedAttachment> Attachments => _attachments;

    /// <summary>What each hDomID may say.</summary>
    public IReadOnlyDictionary<int, AddressSpace> AddressSpaces => _attachments
        .DistinctBy(attachment => attachment.HostDomainId)
        .ToDictionary(attachment => attachment.HostDomainId, attachment => attachment.Space);

    /// <summary>Each hDomID on each unit that has a device of it, by unit, in the order of the cast.</summary>
    public IEnumerable<(int Unit, int HostDomainId)> Places =>
        _attachments.Select(attachment => (attachment.Device.Unit, attachment.HostDomainId)).Distinct().OrderBy(place => place.Unit);

    public GuestMemory MemoryOf(string parent) => _memories[parent];

    /// <summary>Whose an hDomID is; null if nobody's.</summary>
    public PlacedDevice? OwnerOf(int hostDomainId) => _attachments.Find(attachment => attachment.HostDomainId == hostDomainId)?.Device;

    /// <summary>The domain IDs of the host in use: those of the parents with devices of their own, then the mappings of every guest as the driver has them.</summary>
    public IReadOnlyList<NestedMapping> Mappings() =>
    [
        .. from parent in _parents
           where parent.Value.EndpointCount > 0
           select new NestedMapping(parent.Key, null, null, parent.Value.DomainId.Value, parent.Value.EndpointCount, DevicesUnder(parent.Value.DomainId)),
        .. from guest in _guests
           from mapping in guest.Value.Mappings
           select new NestedMapping(
               OwnerOf(mapping.HostDomainId.Value)?.Parent ?? "none",
               guest.Key,
               mapping.GuestDomainId,
               mapping.HostDomainId.Value,
               mapping.Users,
               DevicesUnder(mapping.HostDomainId)),
    ];

    /// <summary>Why a guest's entry with GV = 1 is refused; null if it is not.</summary>
    public string? TryNestGuestTranslation()
    {
        try
        {
            DeviceTableEntry entry = GuestEntry(0) with { GuestTranslationValid = true, GuestCr3TableRoot = GuestCr3Table };
            using NestedDomain nested = _guests.Values.First().CreateNestedDomain(entry);
            return null;
        }
        catch (GuestEntryRefusedException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Takes the oldest event that a unit has logged and nobody has taken.</summary>
    public bool TryReadEvent(int unit, out EventLogEntry entry) => _units[unit].TryReadEvent(out entry);

    public void Dispose()
    {
        _host.Dispose();
        Array.ForEach(_units, unit => unit.Dispose());
        foreach (IommuDevice device in Devices)
        {
            device.Dispose();
        }
    }

    private static DeviceTableEntry GuestEntry(ushort guestDomainId) => new()
    {
        IsValid = true,
        TranslationValid = true,
        ReadAllowed = true,
        WriteAllowed = true,
        DomainId = new DomainId(guestDomainId),
    };

    private string[] DevicesUnder(HostDomainId id) =>
        [.. _attachments.Where(attachment => attachment.HostDomainId == id.Value).Select(attachment => attachment.Device.ToString())];

    private void AddParent(string name, ulong memory)
    {
        ParentDomain parent = _host.CreateParentDomain();
        _parents.Add(name, parent);
        _memories.Add(name, new GuestMemory(name, Memory, memory, parent));
    }

    private IommuDomain DomainFor(PlacedDevice device)
    {
        if (device is not { Guest: { } name, GuestDomainId: { } guestDomainId })
        {
            return _parents[device.Parent];
        }

        if (!_guests.TryGetValue(name, out VirtualIommu? guest))
        {
            guest = _parents[device.Parent].CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 16 });
            _guests.Add(name, guest);
        }

        return guest.CreateNestedDomain(GuestEntry(guestDomainId));
    }
}
