using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>A host over the device model: adversarial caches, stepped by whoever waits unless it has a thread of its own.</summary>
internal sealed class DriverMachine : IIommuPump, IDisposable
{
    public const ulong FramesStart = 0x10_0000;
    public const int FrameCount = 4096;

    private readonly IommuDevice[] _devices;

    public DriverMachine(int units = 1, ExecutionMode mode = ExecutionMode.Stepped, IommuDeviceOptions? device = null, IommuUnitOptions? unit = null, IommuHostOptions? host = null, int frames = FrameCount)
    {
        // Unless all frames are asked for there is memory for nothing else: devices ask where they would get, and are not let there.
        ulong length = (ulong)frames * 4096;
        Memory = frames == FrameCount ? new PhysicalMemory(64 * 1024 * 1024) : new PhysicalMemory(length, FramesStart);
        Frames = new PageFrameAllocator(Memory, FramesStart, length);
        _devices = [.. Enumerable.Range(0, units).Select(_ => new IommuDevice(Memory, device ?? new IommuDeviceOptions { ExecutionMode = mode, Caching = CacheBehavior.Adversarial }))];
        Registers = [.. _devices.Select(model => new RecordingRegisters(model, Memory))];
        Units = [.. Registers.Select((registers, index) => new IommuUnit(registers, Memory, Frames, new IommuUnitOptions
        {
            Name = $"unit {index}",
            DeviceTableFrames = 1,
            CommandBufferLength = unit?.CommandBufferLength ?? 512,
            TimeProvider = unit?.TimeProvider ?? TimeProvider.System,
            Logger = unit?.Logger,
            Timeout = unit?.Timeout ?? TimeSpan.FromSeconds(20),
            Pump = mode == ExecutionMode.Stepped ? this : null,
        }))];
        Host = new IommuHost(Units, host);
    }

    public PhysicalMemory Memory { get; }

    public PageFrameAllocator Frames { get; }

    public RecordingRegisters[] Registers { get; }

    public IommuUnit[] Units { get; }

    public IommuHost Host { get; }

    /// <summary>The units whose device executes nothing when stepped.</summary>
    public HashSet<int> Dead { get; set; } = [];

    public Action? WhenPumped { get; set; }

    public void Pump()
    {
        WhenPumped?.Invoke();
        for (int index = 0; index < _devices.Length; index++)
        {
            if (!Dead.Contains(index))
            {
                _devices[index].Step(1);
            }
        }
    }

    public IommuDevice Model(int unit = 0) => _devices[unit];

    public IommuEndpoint Endpoint(ushort device, int unit = 0, IommuEndpointOptions? options = null) => Host.GetEndpoint(Units[unit], new DeviceId(device), options);

    /// <summary>A request of a device, by what it has cached itself if it does that.</summary>
    public DmaResult Dma(IommuEndpoint endpoint, ulong iova, Permissions access = Permissions.Read) => endpoint.CachesTranslations
        ? ModelOf(endpoint).GetDeviceTlb(endpoint.DeviceId).Translate(null, iova, access)
        : ModelOf(endpoint).Translate(endpoint.DeviceId, iova, access);

    public IommuDevice ModelOf(IommuEndpoint endpoint) => Model(Array.IndexOf(Units, endpoint.Unit));

    public DeviceTableEntry Entry(IommuEndpoint endpoint) => endpoint.Unit.DeviceTable.Read(endpoint.DeviceId);

    /// <summary>What a unit has cached under a domain ID.</summary>
    public List<(ulong Iova, ulong Physical)> Cached(HostDomainId domain, int unit = 0) =>
        [.. Model(unit).TranslationCache.Snapshot().Where(entry => entry.DomainId.Value == domain.Value).Select(entry => (entry.VirtualAddress, entry.PhysicalAddress))];

    public void ClearRecords() => Array.ForEach(Registers, static registers => registers.Clear());

    public static DeviceTableEntry GuestEntry(ushort domain) => new() { IsValid = true, TranslationValid = true, DomainId = new DomainId(domain) };

    public void Dispose()
    {
        Host.Dispose();
        Array.ForEach(Units, static unit => unit.Dispose());
        Array.ForEach(_devices, static device => device.Dispose());
    }
}
