using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class EventLogTests : IDisposable
{
    private const int Capacity = (Machine.RingLength / 16) - 1;

    private static readonly DeviceId Disk = new(0x0040);

    private readonly Machine _machine = new(Machine.Stepped);

    public EventLogTests() => _machine.Attach(Disk, 9, _machine.NewTable());

    public void Dispose() => _machine.Dispose();

    private void Fault(ulong iova = 0x5000) => Assert.Equal(DmaOutcome.NotPresent, _machine.Device.Translate(Disk, iova, Permissions.Read).Outcome);

    [Fact]
    public void A_page_fault_carries_device_domain_and_address_and_interrupts()
    {
        Fault(0x5678);

        Assert.Equal(new UInt128(0x5678, 0x2000_0009_0000_0040), Assert.Single(_machine.Events()));
        Assert.True(_machine.Status.EventLogInterrupt);
        Assert.Equal(InterruptSource.EventLog, Assert.Single(_machine.Raised));
    }

    [Fact]
    public void A_refused_write_to_a_present_page_carries_PR_RW_and_PE()
    {
        ulong root = _machine.NewTable();
        _machine.Map(root, 0x5000, Machine.Data, Permissions.Read);
        var other = new DeviceId(0x0041);
        _machine.Attach(other, 3, root);

        Assert.Equal(DmaOutcome.PermissionDenied, _machine.Device.Translate(other, 0x5008, Permissions.Write).Outcome);

        Assert.Equal(new UInt128(0x5008, 0x2070_0003_0000_0041), Assert.Single(_machine.Events()));
    }

    [Fact]
    public void Without_the_interrupt_enabled_the_event_is_logged_silently()
    {
        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver - RegisterOffsets.EventInterruptEnable);
        Fault();

        Assert.Single(_machine.Events());
        Assert.True(_machine.Status.EventLogInterrupt);
        Assert.Empty(_machine.Raised);
    }

    [Fact]
    public void A_full_log_overflows_stops_and_starts_again_as_the_specification_says()
    {
        for (int fault = 0; fault < Capacity; fault++)
        {
            Fault();
        }

        Assert.False(_machine.Status.EventOverflow);
        Assert.Equal(Capacity, _machine.Events().Count);

        Fault();
        Assert.True(_machine.Status.EventOverflow);
        Assert.False(_machine.Status.EventLogRunning);
        Assert.Equal(Capacity, _machine.Events().Count);

        _machine.WriteRegister(RegisterOffsets.EventLogHead, _machine.ReadRegister(RegisterOffsets.EventLogTail));
        Fault();
        Assert.Empty(_machine.Events());

        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver - RegisterOffsets.EventLogEnable);
        _machine.WriteRegister(RegisterOffsets.Status, 1);
        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        Assert.False(_machine.Status.EventOverflow);
        Assert.True(_machine.Status.EventLogRunning);

        Fault(0x9000);
        Assert.Equal(0x9000ul, (ulong)(Assert.Single(_machine.Events()) >> 64));
    }

    [Fact]
    public void A_log_outside_of_memory_loses_its_events_and_harms_nothing()
    {
        using var machine = new Machine(Machine.Stepped, control: 0);
        machine.WriteRegister(RegisterOffsets.EventLogBase, 0x0800_0000_0000_0000 + Machine.MemorySize);
        machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        machine.Attach(Disk, 9, machine.NewTable());

        Assert.Equal(DmaOutcome.NotPresent, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
        Assert.Equal(0ul, machine.ReadRegister(RegisterOffsets.EventLogTail));
        Assert.Empty(machine.Raised);
    }

    [Fact]
    public void With_the_log_off_faults_leave_no_trace()
    {
        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver - RegisterOffsets.EventLogEnable);
        Fault();

        Assert.Equal(0ul, _machine.ReadRegister(RegisterOffsets.EventLogTail));
        Assert.False(_machine.Status.EventLogInterrupt);
    }

    [Theory]
    [InlineData(false, false, 3)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 0)]
    public void SE_lets_the_first_page_fault_through_and_SA_none(bool suppress, bool suppressAll, int logged)
    {
        var device = new DeviceId(0x0042);
        DeviceTableEntry entry = Machine.EntryOf(4, _machine.NewTable());
        entry.SuppressEvents = suppress;
        entry.SuppressAllEvents = suppressAll;
        _machine.SetEntry(device, entry);

        for (ulong page = 0; page < 3; page++)
        {
            Assert.Equal(DmaOutcome.NotPresent, _machine.Device.Translate(device, page * 4096, Permissions.Read).Outcome);
        }

        Assert.Equal(logged, _machine.Events().Count);
    }

    [Fact]
    public void A_second_hardware_error_overflows_the_hardware_event_registers()
    {
        _machine.WriteRegister(RegisterOffsets.DeviceTableBase, Machine.MemorySize);
        _machine.Device.Translate(new DeviceId(1), 0, Permissions.Read);
        ulong first = _machine.ReadRegister(RegisterOffsets.HardwareEventLow);
        _machine.Device.Translate(new DeviceId(2), 0, Permissions.Read);

        Assert.Equal(3ul, _machine.ReadRegister(RegisterOffsets.HardwareEventStatus));
        Assert.Equal(first, _machine.ReadRegister(RegisterOffsets.HardwareEventLow));

        _machine.WriteRegister(RegisterOffsets.HardwareEventStatus, 3);
        Assert.Equal(0ul, _machine.ReadRegister(RegisterOffsets.HardwareEventStatus));
    }
}
