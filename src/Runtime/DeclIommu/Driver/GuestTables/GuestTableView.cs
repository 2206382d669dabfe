using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The 512 entries of one guest page table; each is read and written in one access, for units walk it meanwhile.</summary>
internal readonly ref struct GuestTableView(PageFrameAllocator frames, ulong address)
{
    private readonly Span<ulong> _entries = MemoryMarshal.Cast<byte, ulong>(frames.Frame(address));

    public GuestPageTableEntry this[int index]
    {
        get => GuestPageTableEntry.FromRaw(InHostOrder(Volatile.Read(ref _entries[index])));
        set => Volatile.Write(ref _entries[index], InHostOrder(value.ToRaw()));
    }

    private static ulong InHostOrder(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
