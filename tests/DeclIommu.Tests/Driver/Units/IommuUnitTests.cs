using System.Reflection;
using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class IommuUnitTests
{
    [Fact]
    public void A_unit_is_set_up_in_the_order_in_which_Linux_does_it()
    {
        using DriverMachine machine = new();
        List<(ulong Offset, ulong Value)> writes = machine.Registers[0].Writes;
        int table = Place(RegisterOffset.DeviceTableBase);
        int ring = Place(RegisterOffset.CommandBufferBase);
        int ringEnabled = PlaceOf(static control => control.CommandBufferEnabled && !control.IommuEnabled);
        int enabled = PlaceOf(static control => control.IommuEnabled);
        int log = Place(RegisterOffset.EventLogBase);
        int logEnabled = PlaceOf(static control => control.EventLogEnabled);
        int[] order = [table, ring, ringEnabled, enabled, log, logEnabled];
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain(-1, order);
        Assert.Equal([CommandOpcode.InvalidateIommuAll, CommandOpcode.CompletionWait], machine.Registers[0].Commands.Select(command => command.Opcode));

        int Place(ulong offset) => writes.FindIndex(write => write.Offset == offset);
        int PlaceOf(Func<ControlRegister, bool> predicate) => writes.FindIndex(write => write.Offset == RegisterOffset.Control && predicate(ControlRegister.FromRaw(write.Value)));
    }

    [Fact]
    public void A_unit_that_cannot_be_told_to_forget_everything_is_told_so_for_each_device_and_each_domain()
    {
        ExtendedFeatureRegister features = new() { HostPageTableLevels = HostPageTableLevels.Six };
        using DriverMachine machine = new(device: new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = features });
        Assert.Equal(128, machine.Registers[0].Of(CommandOpcode.InvalidateDeviceTableEntry, static command => command).Count);
        Assert.Equal(
            Enumerable.Range(0, 65536).Select(domain => ((ushort)domain, 0UL, ulong.MaxValue)),
            machine.Registers[0].PageInvalidations());
    }

    [Fact]
    public void Every_device_is_blocked_until_it_is_attached()
    {
        using DriverMachine machine = new();
        Assert.Equal(DmaOutcome.Blocked, machine.Model().Translate(new DeviceId(0), 0, Permissions.Read).Outcome);
        Assert.Equal(DmaOutcome.Blocked, machine.Model().Translate(new DeviceId(127), 0x1000, Permissions.Write).Outcome);
    }

    [Fact]
    public void Without_frames_for_its_tables_a_unit_is_refused_and_no_frame_is_lost()
    {
        PhysicalMemory memory = new(16 * 4096);
        PageFrameAllocator frames = new(memory, 0, 16 * 4096);
        using IommuDevice device = new(memory, new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped });
        PageFramesExhaustedException refusal = Assert.Throws<PageFramesExhaustedException>(() => new IommuUnit(device, memory, frames));
        Assert.Equal((517, 16), (refusal.Needed, refusal.Available));
        Assert.Equal(16, frames.FreeCount);
    }

    [Fact]
    public void A_unit_whose_registers_do_not_answer_is_refused_and_gives_its_frames_back()
    {
        PhysicalMemory memory = new(64 * 4096);
        PageFrameAllocator frames = new(memory, 0, 64 * 4096);
        IommuUnitFailedException refusal = Assert.Throws<IommuUnitFailedException>(() => new IommuUnit(new NoRegisters(), memory, frames, new IommuUnitOptions { DeviceTableFrames = 1 }));
        Assert.Equal(UnitFailure.RegisterRefused, refusal.Failure);
        Assert.Equal(64, frames.FreeCount);
    }

    [Fact]
    public void A_disposed_unit_gives_all_its_frames_back()
    {
        DriverMachine machine = new(units: 2);
        machine.Dispose();
        machine.Units[0].Dispose();
        Assert.Equal(DriverMachine.FrameCount, machine.Frames.FreeCount);
    }

    [Fact]
    public void The_offsets_that_the_driver_uses_are_those_of_the_register_bank()
    {
        foreach (FieldInfo constant in typeof(RegisterOffset).GetFields())
        {
            RegisterAttribute? register = typeof(IommuRegisters).GetProperty(constant.Name)?.GetCustomAttribute<RegisterAttribute>();
            Assert.Equal((constant.Name, (ulong)(register?.Offset ?? -1)), (constant.Name, (ulong)constant.GetRawConstantValue()!));
        }
    }

    private sealed class NoRegisters : IRegisterSpace
    {
        public AccessResult Read(ulong offset, Span<byte> destination) => AccessResult.Unmapped;

        public AccessResult Write(ulong offset, ReadOnlySpan<byte> source) => AccessResult.Unmapped;
    }
}
