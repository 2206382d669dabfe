using System.Buffers.Binary;
using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>Registers of a unit that has done every command as soon as the tail is written: what the driver does alone, without a unit's work.</summary>
internal sealed class InstantUnit(IPhysicalMemory memory) : IRegisterSpace
{
    private readonly ulong[] _registers = new ulong[0x4000 / sizeof(ulong)];

    /// <summary>How many commands came, completion waits included.</summary>
    public long Commands { get; private set; }

    public AccessResult Read(ulong offset, Span<byte> destination)
    {
        ulong value = offset == RegisterOffset.ExtendedFeatures
            ? new ExtendedFeatureRegister { InvalidateAllSupported = true, HostPageTableLevels = HostPageTableLevels.Six }.ToRaw()
            : _registers[offset / sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(destination, value);
        return AccessResult.Done;
    }

    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(source);
        _registers[offset / sizeof(ulong)] = value;
        if (offset == RegisterOffset.CommandBufferTail)
        {
            Complete(RingPointerRegister.FromRaw(value).Offset);
        }

        return AccessResult.Done;
    }

    // A batch ends with its completion wait.
    private void Complete(uint tail)
    {
        CommandBufferBaseRegister ring = CommandBufferBaseRegister.FromRaw(_registers[RegisterOffset.CommandBufferBase / sizeof(ulong)]);
        uint head = RingPointerRegister.FromRaw(_registers[RegisterOffset.CommandBufferHead / sizeof(ulong)]).Offset;
        uint size = (uint)ring.LengthInBytes;
        Commands += (tail + size - head) % size / (uint)Command.SizeInBytes;
        uint last = (tail + size - (uint)Command.SizeInBytes) % size;
        if (memory.TryGetSpan(ring.Base + last, Command.SizeInBytes, out Span<byte> bytes)
            && Command.Read(bytes).TryAs(out CompletionWait wait)
            && wait.Store
            && memory.TryGetSpan(wait.StoreAddress, sizeof(ulong), out Span<byte> target))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target, wait.StoreData);
        }

        _registers[RegisterOffset.CommandBufferHead / sizeof(ulong)] = new RingPointerRegister { Offset = tail }.ToRaw();
    }
}
