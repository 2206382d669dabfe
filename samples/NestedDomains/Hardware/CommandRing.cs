using DeclIommu.Formats;
using DeclIommu.Memory;

namespace NestedDomains.Hardware;

/// <summary>The command buffer of one IOMMU, read back from the memory where a driver wrote it.</summary>
internal sealed class CommandRing(IPhysicalMemory memory, ulong address, int entries)
{
    public ulong Address { get; } = address;

    public int Entries { get; } = entries;

    public uint SizeInBytes => (uint)(Entries * Command.SizeInBytes);

    /// <summary>The ring that the registers name.</summary>
    public static CommandRing Of(IRegisterSpace registers, IPhysicalMemory memory)
    {
        CommandBufferBaseRegister register = CommandBufferBaseRegister.FromRaw(registers.ReadRegister(RegisterOffset.CommandBufferBase));
        return new CommandRing(memory, register.Base, (int)(register.LengthInBytes / Command.SizeInBytes));
    }

    /// <summary>Whether a driver ever wrote the entry: the ring is zero before its first round.</summary>
    public bool IsWritten(uint offset) => Bytes(offset).ContainsAnyExcept((byte)0);

    public Command this[uint offset] => Command.Read(Bytes(offset));

    public DecodedCommand Decode(uint offset)
    {
        var describer = default(CommandDescriber);
        Command.Dispatch(Bytes(offset), ref describer);
        return describer.Command!;
    }

    /// <summary>The offsets of all entries, in memory order.</summary>
    public IEnumerable<uint> Offsets()
    {
        for (uint offset = 0; offset < SizeInBytes; offset += Command.SizeInBytes)
        {
            yield return offset;
        }
    }

    /// <summary>The offsets from one up to, and not including, another, around the end of the ring if need be.</summary>
    public IEnumerable<uint> Offsets(uint from, uint to)
    {
        for (uint offset = from; offset != to; offset = (offset + Command.SizeInBytes) % SizeInBytes)
        {
            yield return offset;
        }
    }

    private ReadOnlySpan<byte> Bytes(uint offset) =>
        memory.TryGetSpan(Address + offset, Command.SizeInBytes, out Span<byte> bytes)
            ? bytes
            : throw new InvalidOperationException($"No memory backs the command ring at 0x{Address + offset:x}.");
}
