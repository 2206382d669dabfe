using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>Registers that remember what was written to them, and which commands each write of the tail released.</summary>
internal sealed class RecordingRegisters(IRegisterSpace inner, IPhysicalMemory memory) : IRegisterSpace
{
    private readonly object _gate = new();
    private uint _tail;

    public List<(ulong Offset, ulong Value)> Writes { get; } = [];

    public List<Command> Commands { get; } = [];

    public int TailWrites { get; private set; }

    public void Clear()
    {
        lock (_gate)
        {
            Writes.Clear();
            Commands.Clear();
            TailWrites = 0;
        }
    }

    public List<T> Of<T>(CommandOpcode opcode, Func<Command, T> select) => [.. Commands.Where(command => command.Opcode == opcode).Select(select)];

    public List<(ushort Domain, ulong Start, ulong Last)> PageInvalidations() => Of(CommandOpcode.InvalidateIommuPages, static command =>
    {
        command.TryAs(out InvalidateIommuPages pages);
        return (pages.DomainId.Value, pages.Range.Start, pages.Range.Last);
    });

    public AccessResult Read(ulong offset, Span<byte> destination) => inner.Read(offset, destination);

    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source)
    {
        ulong value = BitConverter.ToUInt64(source);
        lock (_gate)
        {
            Writes.Add((offset, value));
            if (offset == RegisterOffset.CommandBufferTail)
            {
                Record(RingPointerRegister.FromRaw(value).Offset);
            }
        }

        return inner.Write(offset, source);
    }

    private void Record(uint tail)
    {
        Span<byte> bytes = stackalloc byte[8];
        inner.Read(RegisterOffset.CommandBufferBase, bytes);
        CommandBufferBaseRegister ring = CommandBufferBaseRegister.Read(bytes);
        TailWrites += _tail == tail ? 0 : 1;
        while (_tail != tail)
        {
            if (!memory.TryGetSpan(ring.Base + _tail, Command.SizeInBytes, out Span<byte> command))
            {
                throw new InvalidOperationException($"There is no memory behind the command at 0x{ring.Base + _tail:X}.");
            }

            Commands.Add(Command.Read(command));
            _tail = (uint)((_tail + Command.SizeInBytes) % ring.LengthInBytes);
        }
    }
}
