using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DeclIommu.Layouts;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>The same bank by hand, with the same rules: any of four widths at any offset, lanes that are not accessed left alone, the same results.</summary>
internal struct HandWrittenBank
{
    private const int Size = 0x40;
    private const ulong Readable = 0xFFFF_FFFF_FFFF_FF7F;
    private const ulong Writable = 0xFFFF_FFFF_FFFF_000F;
    private const ulong Clears = 0x30;
    private const ulong Sets = 0xFF00;

    public ulong Base;
    public ulong Control;
    public uint Head;
    public uint Tail;
    public ulong Features;

    public readonly AccessResult Read(ulong offset, Span<byte> destination)
    {
        int width = destination.Length;
        if (width is not (1 or 2 or 4 or 8))
        {
            return AccessResult.BadWidth;
        }

        if (offset > Size - (ulong)width)
        {
            return AccessResult.Unmapped;
        }

        int shift = (int)(offset & 7) * 8;
        if (shift + (width * 8) > 64)
        {
            return ReadTwo(offset, destination);
        }

        if (!TryLoad(offset, out ulong word))
        {
            return AccessResult.Unmapped;
        }

        Store(word >> shift, destination);
        return AccessResult.Done;
    }

    public AccessResult Write(ulong offset, ReadOnlySpan<byte> source)
    {
        ulong data;
        ulong lanes;
        switch (source.Length)
        {
            case 8: data = BinaryPrimitives.ReadUInt64LittleEndian(source); lanes = ulong.MaxValue; break;
            case 4: data = BinaryPrimitives.ReadUInt32LittleEndian(source); lanes = uint.MaxValue; break;
            case 2: data = BinaryPrimitives.ReadUInt16LittleEndian(source); lanes = ushort.MaxValue; break;
            case 1: data = source[0]; lanes = byte.MaxValue; break;
            default: return AccessResult.BadWidth;
        }

        if (offset > Size - (ulong)source.Length)
        {
            return AccessResult.Unmapped;
        }

        int shift = (int)(offset & 7) * 8;
        if (shift + (source.Length * 8) > 64)
        {
            return WriteTwo(offset, data, lanes);
        }

        return Merge(offset, data << shift, lanes << shift) ? AccessResult.Done : AccessResult.Unmapped;
    }

    private readonly AccessResult ReadTwo(ulong offset, Span<byte> destination)
    {
        int shift = (int)(offset & 7) * 8;
        bool isMapped = TryLoad(offset, out ulong low);
        isMapped |= TryLoad(offset + 8, out ulong high);
        if (!isMapped)
        {
            return AccessResult.Unmapped;
        }

        Store((low >> shift) | (high << (64 - shift)), destination);
        return AccessResult.Done;
    }

    private AccessResult WriteTwo(ulong offset, ulong data, ulong lanes)
    {
        int shift = (int)(offset & 7) * 8;
        bool isMapped = Merge(offset, data << shift, lanes << shift);
        isMapped |= Merge(offset + 8, data >> (64 - shift), lanes >> (64 - shift));
        return isMapped ? AccessResult.Done : AccessResult.Unmapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryLoad(ulong offset, out ulong word)
    {
        switch (offset >> 3)
        {
            case 0: word = Base; return true;
            case 1: word = Control & Readable; return true;
            case 2: word = Head | ((ulong)Tail << 32); return true;
            case 4: word = Features; return true;
            default: word = 0; return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Merge(ulong offset, ulong data, ulong lanes)
    {
        switch (offset >> 3)
        {
            case 0:
                Base = (Base & ~lanes) | data;
                return true;
            case 1:
                Control = (Control & ~((lanes & Writable) | (data & Clears))) | (data & (Writable | Sets));
                return true;
            case 2:
                Head = (Head & ~(uint)lanes) | (uint)data;
                Tail = (Tail & ~(uint)(lanes >> 32)) | (uint)(data >> 32);
                return true;
            case 4:
                Features = (Features & ~lanes) | data;
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ulong word, Span<byte> destination)
    {
        switch (destination.Length)
        {
            case 8: BinaryPrimitives.WriteUInt64LittleEndian(destination, word); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)word); break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)word); break;
            default: destination[0] = (byte)word; break;
        }
    }
}
