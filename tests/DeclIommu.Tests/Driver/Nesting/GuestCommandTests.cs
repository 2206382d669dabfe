using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class GuestCommandTests : IDisposable
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    private readonly DriverMachine _machine = new(units: 2);
    private readonly ParentDomain _parent;
    private readonly VirtualIommu _guest;
    private readonly NestedDomain _nested;
    private readonly IommuEndpoint _endpoint;
    private readonly Observer _observer = new();

    public GuestCommandTests()
    {
        _parent = _machine.Host.CreateParentDomain();
        _parent.Map(Iova, Data, 0x2000, Permissions.ReadWrite);
        _guest = _parent.CreateVirtualIommu();
        _nested = _guest.CreateNestedDomain(DriverMachine.GuestEntry(0));
        _endpoint = _machine.Endpoint(7, unit: 1, options: new IommuEndpointOptions { CachesTranslations = true, InvalidationQueueDepth = 4 });
        _nested.Attach(_endpoint);
        _guest.AddDevice(new DeviceId(0x10), _endpoint);
        _machine.ClearRecords();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_guest_domain_id_becomes_the_hosts_on_exactly_the_units_that_use_it_and_completes_before_the_guest_is_told()
    {
        _machine.Dma(_endpoint, Iova);
        _observer.WhenCompleted = () => Assert.Empty(_machine.Cached(_nested.DomainId, unit: 1));
        InvalidateIommuPages pages = new() { DomainId = new DomainId(0), IncludePageDirectories = true, Range = PageRange.Covering(Iova, 0x2000) };
        Assert.Equal(2, Execute(pages.ToRaw(), new CompletionWait { Store = true, StoreAddress = 0x1000, StoreData = 42 }.ToRaw()));
        Assert.Equal([(_nested.DomainId.Value, Iova, Iova + 0x1FFF)], _machine.Registers[1].PageInvalidations());
        Assert.Empty(_machine.Registers[0].Commands);
        Assert.Equal([42UL], _observer.Completed.Select(wait => wait.StoreData));
    }

    [Fact]
    public void What_names_a_domain_or_device_that_the_guest_does_not_have_reaches_no_unit()
    {
        ushort foreign = _parent.DomainId.Value;
        Assert.Equal(3, Execute(
            new InvalidateIommuPages { DomainId = new DomainId(foreign), Range = PageRange.All }.ToRaw(),
            new InvalidateIotlbPages { DeviceId = _endpoint.DeviceId, Range = PageRange.All }.ToRaw(),
            new InvalidateDeviceTableEntry { DeviceId = _endpoint.DeviceId }.ToRaw()));
        Assert.All(_machine.Registers, registers => Assert.Empty(registers.Commands));
        Assert.Empty(_observer.Invalidated);
    }

    [Fact]
    public void Device_ids_are_translated_and_the_queue_is_the_hosts()
    {
        Assert.Equal(2, Execute(
            new InvalidateIotlbPages { DeviceId = new DeviceId(0x10), QueueId = 0x10, MaxPending = 200, Range = PageRange.Covering(Iova, 0x1000) }.ToRaw(),
            new InvalidateDeviceTableEntry { DeviceId = new DeviceId(0x10) }.ToRaw()));
        InvalidateIotlbPages sent = Assert.Single(_machine.Registers[1].Of(CommandOpcode.InvalidateIotlbPages, static command =>
        {
            command.TryAs(out InvalidateIotlbPages pages);
            return pages;
        }));
        Assert.Equal((7, 7, 4, Iova), (sent.DeviceId.Value, sent.QueueId, sent.MaxPending, sent.Range.Start));
        Assert.Equal([(0x10, _endpoint)], _observer.Invalidated);
    }

    [Fact]
    public void Invalidating_everything_reaches_only_what_is_the_guests()
    {
        using VirtualIommu other = _parent.CreateVirtualIommu();
        using NestedDomain theirs = other.CreateNestedDomain(DriverMachine.GuestEntry(0));
        theirs.Attach(_machine.Endpoint(8, unit: 1));
        _machine.Dma(_endpoint, Iova);
        _machine.Dma(_machine.Endpoint(8, unit: 1), Iova);
        Assert.Equal(1, Execute(new InvalidateIommuAll().ToRaw()));
        Assert.Empty(_machine.Cached(_nested.DomainId, unit: 1));
        Assert.NotEmpty(_machine.Cached(theirs.DomainId, unit: 1));
    }

    [Fact]
    public void At_an_illegal_command_execution_stops_and_what_was_before_it_is_done()
    {
        _machine.Dma(_endpoint, Iova);
        UInt128 invalidation = new InvalidateIommuPages { DomainId = new DomainId(0), Range = PageRange.All }.ToRaw();
        UInt128[] illegal = [0, new Command { Opcode = (CommandOpcode)15 }.ToRaw(), new InsertGuestEvent().ToRaw(), new InvalidateDeviceTableEntry().ToRaw() | ((UInt128)1 << 100)];
        foreach (UInt128 command in illegal)
        {
            Assert.Equal(1, Execute(invalidation, command, invalidation));
        }

        Assert.Equal(illegal.Length, _machine.Registers[1].PageInvalidations().Count);
        Assert.Empty(_machine.Cached(_nested.DomainId, unit: 1));
    }

    private int Execute(params UInt128[] commands)
    {
        byte[] bytes = new byte[commands.Length * Command.SizeInBytes];
        for (int index = 0; index < commands.Length; index++)
        {
            Command.FromRaw(commands[index]).Write(bytes.AsSpan(index * Command.SizeInBytes));
        }

        return _guest.Execute(bytes, _observer);
    }

    private sealed class Observer : IGuestCommandObserver
    {
        public List<CompletionWait> Completed { get; } = [];

        public List<(int GuestDevice, IommuEndpoint Endpoint)> Invalidated { get; } = [];

        public Action? WhenCompleted { get; set; }

        public void OnCompletionWait(CompletionWait command)
        {
            WhenCompleted?.Invoke();
            Completed.Add(command);
        }

        public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint) => Invalidated.Add((guestDevice.Value, endpoint));

        public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
        {
        }
    }
}
