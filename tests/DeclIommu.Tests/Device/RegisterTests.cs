using DeclIommu.Device;
using DeclIommu.Formats;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class RegisterTests : IDisposable
{
    private const ulong Ring512 = 0x0900_0000_0000_0000;

    private readonly Machine _off = new(Machine.Stepped, control: 0);
    private readonly Machine _running = new(Machine.Stepped);

    public void Dispose()
    {
        _off.Dispose();
        _running.Dispose();
    }

    [Theory]
    [InlineData(RegisterOffsets.CommandBufferBase, RegisterOffsets.CommandBufferHead, RegisterOffsets.CommandBufferTail)]
    [InlineData(RegisterOffsets.EventLogBase, RegisterOffsets.EventLogHead, RegisterOffsets.EventLogTail)]
    public void A_base_written_to_a_stopped_ring_resets_head_and_tail(ulong ring, ulong head, ulong tail)
    {
        _off.WriteRegister(head, 0x40);
        _off.WriteRegister(tail, 0x80);
        Assert.Equal(0x40ul, _off.ReadRegister(head));

        _off.WriteRegister(ring, Ring512 + 0x5000);

        Assert.Equal(Ring512 + 0x5000, _off.ReadRegister(ring));
        Assert.Equal(0ul, _off.ReadRegister(head));
        Assert.Equal(0ul, _off.ReadRegister(tail));
    }

    [Theory]
    [InlineData(RegisterOffsets.CommandBufferBase)]
    [InlineData(RegisterOffsets.EventLogBase)]
    public void A_base_comes_as_two_halves_in_either_order(ulong ring)
    {
        _off.WriteHalf(ring, 0x5000);
        _off.WriteHalf(ring + 4, 0x0900_0000);
        Assert.Equal(Ring512 + 0x5000, _off.ReadRegister(ring));

        _off.WriteHalf(ring + 4, 0x0A00_0001);
        _off.WriteHalf(ring, 0x6000);
        Assert.Equal(0x0A00_0001_0000_6000ul, _off.ReadRegister(ring));
    }

    [Theory]
    [InlineData(RegisterOffsets.CommandBufferBase)]
    [InlineData(RegisterOffsets.EventLogBase)]
    public void A_length_below_256_entries_is_not_taken(ulong ring)
    {
        ulong before = _off.ReadRegister(ring);

        _off.WriteRegister(ring, 0x0700_0000_0000_5000);

        Assert.Equal(before, _off.ReadRegister(ring));
    }

    [Theory]
    [InlineData(RegisterOffsets.CommandBufferBase, Ring512)]
    [InlineData(RegisterOffsets.EventLogBase, Ring512)]
    [InlineData(RegisterOffsets.CommandBufferHead, 0x40ul)]
    [InlineData(RegisterOffsets.EventLogTail, 0x40ul)]
    public void A_running_ring_keeps_what_it_runs_on(ulong register, ulong value)
    {
        ulong before = _running.ReadRegister(register);

        _running.WriteRegister(register, value);

        Assert.Equal(before, _running.ReadRegister(register));
    }

    [Theory]
    [InlineData(RegisterOffsets.CommandBufferHead)]
    [InlineData(RegisterOffsets.CommandBufferTail)]
    [InlineData(RegisterOffsets.EventLogHead)]
    [InlineData(RegisterOffsets.EventLogTail)]
    public void A_pointer_beyond_its_ring_is_not_taken_and_its_low_bits_are_zero(ulong pointer)
    {
        _off.WriteRegister(pointer, 0xFFF);
        Assert.Equal(0xFF0ul, _off.ReadRegister(pointer));

        _off.WriteRegister(pointer, 0x1000);
        Assert.Equal(0xFF0ul, _off.ReadRegister(pointer));

        _off.WriteRegister(pointer, ulong.MaxValue);
        Assert.Equal(0xFF0ul, _off.ReadRegister(pointer));
    }

    [Fact]
    public void Rings_run_while_both_their_enable_and_the_IOMMUs_are_set()
    {
        _off.WriteRegister(RegisterOffsets.Control, RegisterOffsets.CommandBufferEnable + RegisterOffsets.EventLogEnable);
        Assert.False(_off.Status.CommandBufferRunning || _off.Status.EventLogRunning);

        _off.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);
        Assert.True(_off.Status.CommandBufferRunning && _off.Status.EventLogRunning);

        _off.WriteRegister(RegisterOffsets.Control, RegisterOffsets.CommandBufferEnable + RegisterOffsets.EventLogEnable);
        Assert.False(_off.Status.CommandBufferRunning || _off.Status.EventLogRunning);
    }

    [Fact]
    public void Stopping_and_starting_a_ring_keeps_its_pointers()
    {
        _running.Submit(new UInt128(0, 0x1000_0000_0000_0000));
        _running.Submit(new UInt128(0, 0x1000_0000_0000_0000));
        _running.Device.Step(1);

        _running.WriteRegister(RegisterOffsets.Control, 0);
        _running.WriteRegister(RegisterOffsets.Control, RegisterOffsets.ControlOfRunningDriver);

        Assert.Equal(0x10ul, _running.ReadRegister(RegisterOffsets.CommandBufferHead));
        Assert.Equal(0x20ul, _running.ReadRegister(RegisterOffsets.CommandBufferTail));
        Assert.Equal(1, _running.Device.Step(10));
    }

    [Fact]
    public void More_device_table_segments_than_announced_are_not_taken()
    {
        _off.WriteRegister(RegisterOffsets.Control, 0xC_0000_0400);

        Assert.Equal(0x400ul, _off.ReadRegister(RegisterOffsets.Control));
    }

    [Fact]
    public void The_features_are_those_announced_and_cannot_be_written()
    {
        var real = ExtendedFeatureRegister.FromRaw(0x058F_77EF_2229_4ADE);
        using var machine = new Machine(new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = real });

        machine.WriteRegister(RegisterOffsets.ExtendedFeatures, 0);

        Assert.Equal(0x058F_77EF_2229_4ADEul, machine.ReadRegister(RegisterOffsets.ExtendedFeatures));
    }

    [Fact]
    public void Run_bits_cannot_be_written()
    {
        _off.WriteRegister(RegisterOffsets.Status, ulong.MaxValue);
        Assert.Equal(0ul, _off.ReadRegister(RegisterOffsets.Status));

        _running.WriteRegister(RegisterOffsets.Status, 0);
        Assert.Equal(0x18ul, _running.ReadRegister(RegisterOffsets.Status));
    }
}
