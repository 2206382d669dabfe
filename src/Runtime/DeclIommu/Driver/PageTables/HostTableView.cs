using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The 512 entries of one host page table; each is read and written in one access, for units walk it meanwhile.</summary>
internal readonly ref struct HostTableView(PageFrameAllocator frames, [Borrows] ulong address)
{
    private readonly Span<ulong> _entries = MemoryMarshal.Cast<byte, ulong>(frames.Frame(address));

    public HostPageTableEntry this[int index]
    {
        get => HostPageTableEntry.FromRaw(InHostOrder(Volatile.Read(ref _entries[index])));
        set => Volatile.Write(ref _entries[index], InHostOrder(value.ToRaw()));
    }

    /// <summary>Replaces an entry unless it has changed since it was read: units set accessed and dirty bits in it.</summary>
    public bool TryReplace(int index, HostPageTableEntry expected, HostPageTableEntry value)
    {
        ulong before = InHostOrder(expected.ToRaw());
        return Interlocked.CompareExchange(ref _entries[index], InHostOrder(value.ToRaw()), before) == before;
    }

    private static ulong InHostOrder(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
