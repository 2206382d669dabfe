using System.Buffers.Binary;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>The same bank by hand, with the same lane rule, for accesses of 4 and 8 bytes.</summary>
internal struct HandWrittenBank
{
    private const ulong Writable = 0xFFFF_FFFF_FFFF_000F;
    private const ulong Clears = 0x30;
    private const ulong Sets = 0xFF00;

    public ulong Base;
    public ulong Control;
    public uint Head;
    public uint Tail;
    public ulong Features;

    public readonly bool Read(ulong offset, Span<byte> destination)
    {
        if (offset >= 0x40 || offset + (ulong)destination.Length > 0x40 || (offset & (ulong)(destination.Length - 1)) != 0)
        {
            return false;
        }

        ulong window;
        switch (offset >> 3)
        {
            case 0: window = Base; break;
            case 1: window = Control; break;
            case 2: window = Head | ((ulong)Tail << 32); break;
            case 4: window = Features; break;
            default: return false;
        }

        window >>= (int)(offset & 7) * 8;
        switch (destination.Length)
        {
            case 8: BinaryPrimitives.WriteUInt64LittleEndian(destination, window); return true;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)window); return true;
            default: return false;
        }
    }

    public bool Write(ulong offset, ReadOnlySpan<byte> source)
    {
        if (offset >= 0x40 || offset + (ulong)source.Length > 0x40 || (offset & (ulong)(source.Length - 1)) != 0)
        {
            return false;
        }

        ulong data;
        ulong lanes;
        switch (source.Length)
        {
            case 8: data = BinaryPrimitives.ReadUInt64LittleEndian(source); lanes = ulong.MaxValue; break;
            case 4: data = BinaryPrimitives.ReadUInt32LittleEndian(source); lanes = uint.MaxValue; break;
            default: return false;
        }

        int shift = (int)(offset & 7) * 8;
        data <<= shift;
        lanes <<= shift;
        switch (offset >> 3)
        {
            case 0:
                Base = (Base & ~lanes) | (data & lanes);
                return true;
            case 1:
                ulong kept = Control & ~(lanes & Writable) & ~(data & lanes & Clears);
                Control = kept | (data & lanes & (Writable | Sets));
                return true;
            case 2:
                Head = (uint)((Head & ~lanes) | (data & lanes));
                Tail = (uint)((Tail & ~(lanes >> 32)) | ((data & lanes) >> 32));
                return true;
            case 4:
                Features = (Features & ~lanes) | (data & lanes);
                return true;
            default:
                return false;
        }
    }
}
