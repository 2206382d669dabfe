using System.Buffers;
using DeclIommu.Memory;
using DeclIommu.State;

namespace DeclIommu.Device;

/// <content>State that moves.</content>
public sealed partial class IommuDevice
{
    private const ushort RegisterSection = 1;

    /// <summary>Writes the registers down, between two commands. Caches are not part of the state: a restored device has nothing cached, as hardware may at any time.</summary>
    /// <param name="destination">Receives the state, in a format with a version and a checksum.</param>
    /// <remarks>What the rings, logs and tables hold lies in memory, and moves with it. No request of a device may be under way.</remarks>
    public void Save(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        SavedStateWriter writer = new(SavedStateKind.Device);
        writer.Add(RegisterSection, _engine.SaveRegisters());
        writer.WriteTo(destination);
    }

    /// <summary>Switches a device on that goes on where another was when its state was saved.</summary>
    /// <param name="state">The saved state, whole.</param>
    /// <param name="memory">The memory, with the contents that it had.</param>
    /// <param name="options">How the device behaves; it announces what the other announced. A device with a thread of its own and ordinary caches if null.</param>
    /// <exception cref="SavedStateException">The state is damaged, or of a device that announced other features.</exception>
    public static IommuDevice Restore(ReadOnlySpan<byte> state, IPhysicalMemory memory, IommuDeviceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        SavedStateReader reader = new(state, SavedStateKind.Device);
        SavedRegister[] registers = reader.Read<SavedRegister>(RegisterSection);
        reader.End();
        return new IommuDevice(memory, options ?? new IommuDeviceOptions(), registers);
    }
}
