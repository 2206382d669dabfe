using System.Buffers;
using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using DeclIommu.State;

namespace DeclIommu.Tests.Device;

public sealed class SavedDeviceTests
{
    private static readonly DeviceId Disk = new(0x0108);

    [Fact]
    public void A_restored_device_goes_on_with_the_next_command_and_translates_from_empty_caches()
    {
        using var machine = new Machine(Machine.Stepped);
        ulong root = machine.NewTable();
        machine.Map(root, 0x4000, Machine.Data);
        machine.Attach(Disk, 3, root);
        Assert.Equal(Machine.Data, machine.Device.Translate(Disk, 0x4000, Permissions.Read).PhysicalAddress);
        machine.Device.Translate(Disk, 0x9000, Permissions.Read);
        machine.Execute(new CompletionWait { Store = true, StoreAddress = Machine.Semaphore, StoreData = 1 }.ToRaw());
        machine.Submit(new CompletionWait { Store = true, StoreAddress = Machine.Semaphore, StoreData = 2 }.ToRaw());
        machine.Map(root, 0x4000, Machine.Data + 0x1000);
        byte[] state = Save(machine.Device);

        using IommuDevice restored = IommuDevice.Restore(state, machine.Memory, Machine.Stepped);
        for (ulong offset = 0; offset < 0x4000; offset += 8)
        {
            byte[] bytes = new byte[8];
            restored.Read(offset, bytes);
            Assert.Equal((offset, machine.ReadRegister(offset)), (offset, BitConverter.ToUInt64(bytes)));
        }

        Assert.Equal(0, restored.TranslationCache.Count);
        Assert.Equal(Machine.Data + 0x1000, restored.Translate(Disk, 0x4000, Permissions.Read).PhysicalAddress);
        Assert.Equal(1UL, machine.ReadWord(Machine.Semaphore));
        Assert.Equal(1, restored.Step(int.MaxValue));
        Assert.Equal(2UL, machine.ReadWord(Machine.Semaphore));
        Assert.Equal(Convert.ToHexString(state), Convert.ToHexString(Save(IommuDevice.Restore(state, machine.Memory, Machine.Stepped))));
    }

    [Fact]
    public void A_ring_that_an_illegal_command_has_stopped_stays_stopped()
    {
        using var machine = new Machine(Machine.Stepped);
        machine.Submit(UInt128.MaxValue);
        machine.Device.Step(int.MaxValue);
        Assert.False(machine.Status.CommandBufferRunning);
        using IommuDevice restored = IommuDevice.Restore(Save(machine.Device), machine.Memory, Machine.Stepped);
        Assert.Equal(0, restored.Step(int.MaxValue));
    }

    [Fact]
    public void Another_device_and_damage_are_refused()
    {
        using var machine = new Machine(Machine.Stepped);
        byte[] state = Save(machine.Device);
        IommuDeviceOptions other = new() { ExecutionMode = ExecutionMode.Stepped, ExtendedFeatures = new ExtendedFeatureRegister { HostPageTableLevels = HostPageTableLevels.Six } };
        Assert.Equal(SavedStateFault.CapabilityMissing, Assert.Throws<SavedStateException>(() => IommuDevice.Restore(state, machine.Memory, other)).Fault);
        for (int place = 0; place < state.Length; place++)
        {
            byte[] damaged = [.. state];
            damaged[place] ^= 0x10;
            Assert.Throws<SavedStateException>(() => IommuDevice.Restore(damaged, machine.Memory, Machine.Stepped));
            Assert.Throws<SavedStateException>(() => IommuDevice.Restore(state.AsSpan(0, place), machine.Memory, Machine.Stepped));
        }
    }

    private static byte[] Save(IommuDevice device)
    {
        ArrayBufferWriter<byte> buffer = new();
        device.Save(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
