extern alias Seeded;

using Seeded::DeclIommu.Device;
using Seeded::DeclIommu.Driver;
using Seeded::DeclIommu.Formats;
using Seeded::DeclIommu.Memory;
using Seeded::DeclIommu.Tests.Driver;

namespace DeclIommu.Tests.SeededDefects;

/// <summary>A machine that is built quickly: few domain IDs and frames, one page mapped in one parent, one virtual IOMMU on it, and a clock that stands still.</summary>
internal sealed class SmallMachine
{
    public const ulong Iova = 0x40_0000;
    public const ulong Data = 0x200_0000;

    public SmallMachine(int ids = 8, int units = 1, int frames = 64, int mostCommands = 1024, ParentDomainOptions? parent = null, IommuDeviceOptions? device = null)
    {
        Machine = new DriverMachine(
            units,
            device: device,
            unit: new IommuUnitOptions { TimeProvider = Clock, Timeout = TimeSpan.FromSeconds(1) },
            host: new IommuHostOptions { DomainIds = new DomainIdAllocator(ids, stripes: 1, adopted: []), MostCommandsPerFlush = mostCommands },
            frames: frames);
        FreeFramesAtFirst = Machine.Frames.FreeCount;
        Parent = Machine.Host.CreateParentDomain(parent);
        Parent.Map(Iova, Data, 0x1000, Permissions.Read);
        Guest = Parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 64 });
    }

    public StoppedClock Clock { get; } = new();

    public DriverMachine Machine { get; }

    public int FreeFramesAtFirst { get; }

    public ParentDomain Parent { get; }

    public VirtualIommu Guest { get; }

    public IommuEndpoint Device(ushort device, int unit = 0, bool caches = false) =>
        Machine.Endpoint(device, unit, new IommuEndpointOptions { CachesTranslations = caches });

    public NestedDomain Nest(ushort guestDomainId) => Guest.CreateNestedDomain(DriverMachine.GuestEntry(guestDomainId));

    /// <summary>Makes a nested domain, puts a device into it, and lets it use the page.</summary>
    public NestedDomain NestInUse(ushort guestDomainId, IommuEndpoint endpoint)
    {
        NestedDomain nested = Nest(guestDomainId);
        nested.Attach(endpoint);
        Use(endpoint);
        return nested;
    }

    public void Use(IommuEndpoint endpoint) => Violation.If(!Machine.Dma(endpoint, Iova).Succeeded, "A device does not reach what is mapped for it.");

    /// <summary>Stops a unit from executing anything: who waits for it sees the time pass.</summary>
    public void Kill(int unit)
    {
        Machine.Dead.Add(unit);
        Machine.WhenPumped = () => Clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    public void Revive()
    {
        Machine.Dead.Clear();
        Machine.WhenPumped = null;
    }

    /// <summary>Has a unit stop its command buffer, as it does when it meets an illegal command.</summary>
    public void StopCommandBuffer(int unit)
    {
        Span<byte> bytes = stackalloc byte[ControlRegister.SizeInBytes];
        Machine.Model(unit).Read(RegisterOffset.Control, bytes);
        ControlRegister control = ControlRegister.Read(bytes);
        control.CommandBufferEnabled = false;
        control.Write(bytes);
        Machine.Model(unit).Write(RegisterOffset.Control, bytes);
    }

    /// <summary>Whether a nested domain's mapping is there, with the ID that the domain has.</summary>
    public void CheckIsMapped(NestedDomain? nested) => Violation.If(
        nested is not null && !Guest.Mappings.Any(mapping => mapping.GuestDomainId == nested.GuestDomainId.Value && mapping.HostDomainId == nested.DomainId && !mapping.HostDomainId.IsNone),
        "A nested domain is in use, but the mapping of its ID is gone, or is another.");

    public void CheckForgotten(IommuDomain domain, int unit = 0) => Violation.If(Machine.Cached(domain.DomainId, unit).Count > 0, $"A unit still has something cached under domain ID {domain.DomainId}.");
}
