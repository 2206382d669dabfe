using DeclIommu.Device;
using DeclIommu.Formats;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class CommandTests : IDisposable
{
    // COMPLETION_WAIT with store (S) to Machine.Semaphore: opcode 1 in bits 63:60, S bit 0, address at 51:3, data 127:64.
    private static readonly UInt128 StoringWait = new(0x0123_4567_89AB_CDEF, 0x1000_0000_0000_3001);
    private static readonly UInt128 InterruptingWait = new(0, 0x1000_0000_0000_0002);

    private readonly Machine _machine = new(Machine.Stepped);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_completion_wait_stores_its_data_when_it_is_executed_and_not_before()
    {
        _machine.Submit(StoringWait);
        Assert.Equal(0ul, _machine.ReadWord(Machine.Semaphore));

        Assert.Equal(1, _machine.Device.Step(1));

        Assert.Equal(0x0123_4567_89AB_CDEFul, _machine.ReadWord(Machine.Semaphore));
        Assert.Equal(16ul, _machine.ReadRegister(RegisterOffsets.CommandBufferHead));
        Assert.False(_machine.Status.CompletionWaitInterrupt);
    }

    [Fact]
    public void A_completion_wait_interrupts_only_where_that_is_enabled_and_sets_its_status_bit_always()
    {
        _machine.Execute(InterruptingWait);
        Assert.True(_machine.Status.CompletionWaitInterrupt);
        Assert.Empty(_machine.Raised);

        _machine.WriteRegister(RegisterOffsets.Status, 0x4);
        Assert.False(_machine.Status.CompletionWaitInterrupt);

        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver + RegisterOffsets.CompletionWaitInterruptEnable);
        _machine.Execute(InterruptingWait);
        Assert.Equal(InterruptSource.CompletionWait, Assert.Single(_machine.Raised));
    }

    [Fact]
    public void A_step_takes_as_many_commands_as_asked_for()
    {
        for (int command = 0; command < 5; command++)
        {
            _machine.Submit(StoringWait);
        }

        Assert.Equal(0, _machine.Device.Step(0));
        Assert.Equal(2, _machine.Device.Step(2));
        Assert.Equal(32ul, _machine.ReadRegister(RegisterOffsets.CommandBufferHead));
        Assert.Equal(3, _machine.Device.Step(10));
    }

    [Fact]
    public void The_head_wraps_at_the_end_of_the_ring()
    {
        for (int command = 0; command < 3 * 256; command++)
        {
            _machine.Execute(StoringWait);
        }

        Assert.Equal(0ul, _machine.ReadRegister(RegisterOffsets.CommandBufferHead));
    }

    public static TheoryData<string, ulong, ulong> IllegalCommands => new()
    {
        { "opcode 0", 0, 0 },
        { "opcode 9, hardware virtualisation is not announced", 0x9000_0000_0000_0000, 0 },
        { "opcode A, hardware virtualisation is not announced", 0xA000_0000_0000_0000, 0 },
        { "opcode F", 0xF000_0000_0000_0000, 0 },
        { "COMPLETION_WAIT, bit 52", 0x1010_0000_0000_0000, 0 },
        { "INVALIDATE_DEVTAB_ENTRY, bit 16", 0x2000_0000_0001_0000, 0 },
        { "INVALIDATE_DEVTAB_ENTRY, bit 64", 0x2000_0000_0000_0000, 1 },
        { "INVALIDATE_IOMMU_PAGES, bit 67", 0x3000_0000_0000_0000, 8 },
        { "INVALIDATE_INTERRUPT_TABLE, bit 127", 0x5000_0000_0000_0000, 0x8000_0000_0000_0000 },
        { "COMPLETE_PPR_REQUEST, page requests are not announced", 0x7000_0000_0000_0000, 0 },
        { "INVALIDATE_IOMMU_ALL, bit 0", 0x8000_0000_0000_0001, 0 },
    };

    [Theory]
    [MemberData(nameof(IllegalCommands))]
    public void An_illegal_command_stops_the_ring_at_itself_and_is_logged(string what, ulong low, ulong high)
    {
        _machine.Execute(StoringWait);
        _machine.Submit(new UInt128(high, low));
        _machine.Submit(StoringWait);

        Assert.True(_machine.Device.Step(10) == 1, what);

        Assert.False(_machine.Status.CommandBufferRunning);
        Assert.Equal(16ul, _machine.ReadRegister(RegisterOffsets.CommandBufferHead));
        Assert.Equal(new UInt128(Machine.CommandRing + 16, 0x5000_0000_0000_0000), Assert.Single(_machine.Events()));
        Assert.Equal(0, _machine.Device.Step(10));
        Assert.Single(_machine.Events());
    }

    [Fact]
    public void A_stopped_ring_goes_on_at_the_head_when_software_enables_it_again()
    {
        _machine.Submit(0);
        _machine.Device.Step(1);
        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        Assert.False(_machine.Status.CommandBufferRunning);

        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver - RegisterOffsets.CommandBufferEnable);
        _machine.WriteWord(Machine.CommandRing, 0x1000_0000_0000_3001);
        _machine.WriteWord(Machine.CommandRing + 8, 77);
        _machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);

        Assert.True(_machine.Status.CommandBufferRunning);
        Assert.Equal(1, _machine.Device.Step(10));
        Assert.Equal(77ul, _machine.ReadWord(Machine.Semaphore));
    }

    [Fact]
    public void INVALIDATE_IOMMU_ALL_is_illegal_where_it_is_not_announced()
    {
        using var machine = new Machine(new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = default });
        machine.Submit(new UInt128(0, 0x8000_0000_0000_0000));
        machine.Device.Step(1);

        Assert.Equal(5ul, (ulong)(Assert.Single(machine.Events()) >> 60) & 0xF);
    }

    [Fact]
    public void A_ring_outside_of_memory_is_a_command_hardware_error()
    {
        using var machine = new Machine(Machine.Stepped, control: 0);
        machine.WriteRegister(RegisterOffsets.CommandBufferBase, 0x0800_0000_0000_0000 + Machine.MemorySize);
        machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        machine.WriteRegister(RegisterOffsets.CommandBufferTail, 0x20);

        Assert.Equal(1, machine.Device.Step(10));

        Assert.False(machine.Status.CommandBufferRunning);
        Assert.Equal(0ul, machine.ReadRegister(RegisterOffsets.CommandBufferHead));
        Assert.Equal(new UInt128(Machine.MemorySize, 0x6200_0000_0000_0000), Assert.Single(machine.Events()));
    }

    [Fact]
    public void A_store_outside_of_memory_is_a_command_hardware_error()
    {
        _machine.Submit(new UInt128(1, 0x1000_0000_0000_0001 + Machine.MemorySize + 8));
        _machine.Device.Step(1);

        Assert.False(_machine.Status.CommandBufferRunning);
        Assert.Equal(new UInt128(Machine.MemorySize, 0x6200_0000_0000_0000), Assert.Single(_machine.Events()));
        Assert.True(_machine.ReadRegister(RegisterOffsets.HardwareEventStatus) == 1);
    }

    [Fact]
    public void Commands_written_before_the_IOMMU_is_enabled_are_executed_once_it_is()
    {
        using var machine = new Machine(Machine.Stepped, control: RegisterOffsets.CommandBufferEnable);
        machine.Submit(StoringWait);
        Assert.Equal(0, machine.Device.Step(10));

        machine.WriteRegister(RegisterOffsets.Control, RegisterOffsets.CommandBufferEnable + RegisterOffsets.IommuEnable);

        Assert.Equal(1, machine.Device.Step(10));
    }

    [Fact]
    public void A_device_with_its_own_thread_is_not_stepped()
    {
        using var machine = new Machine();

        Assert.Throws<InvalidOperationException>(() => machine.Device.Step(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => machine.Device.Step(-1));
    }
}
