using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>The device table of one unit, as the driver writes it while the unit reads it.</summary>
/// <remarks>
/// An entry changes in two writes of 128 bits, for the unit may read it in two halves at any moment; which goes first depends on the change. A write of 128 bits
/// is single where the processor's aligned vector stores are and the memory keeps the alignment. Each entry is written by the holder of its endpoint's gate alone.
/// AMD IOMMU specification, device table entry.
/// </remarks>
internal sealed class HostDeviceTable(IPhysicalMemory memory, [Borrows] ulong address, int frames)
{
    private const int HalfSize = DeviceTableEntry.SizeInBytes / 2;
    private const int EntriesPerFrame = PageFrameAllocator.FrameSize / DeviceTableEntry.SizeInBytes;

    public ulong Address => address;

    public int Frames => frames;

    /// <summary>How many devices the table has entries for.</summary>
    public int Count => frames * EntriesPerFrame;

    public void BlockAll()
    {
        for (int index = 0; index < Count; index++)
        {
            DeviceTableEntries.Blocked.Write(Entry(index));
        }
    }

    public DeviceTableEntry Read(DeviceId device) => DeviceTableEntry.Read(Entry(device.Value));

    /// <summary>Whether a change from one entry to another must pass through a blocked entry that the unit has confirmed.</summary>
    /// <remarks>
    /// The number of guest levels lies in the other half than the guest table. A unit that has read the half with the table may read the other at any time until it has
    /// confirmed that it forgot the entry, so neither order of writing would do; and the blocked entry keeps the number.
    /// </remarks>
    public static bool NeedsBlockBetween(DeviceTableEntry from, DeviceTableEntry to) =>
        Translates(from) && from.GuestTranslationValid && from.GuestPagingMode != to.GuestPagingMode;

    /// <summary>Whether the half with V and the guest table is written before the other: it is where a translation ends.</summary>
    public static bool WritesLowerHalfFirst(DeviceTableEntry from, DeviceTableEntry to) =>
        (Translates(from) && !Translates(to)) || (from.GuestTranslationValid && !to.GuestTranslationValid);

    /// <summary>Writes an entry, halves in the order that its change needs.</summary>
    public void Write(DeviceId device, DeviceTableEntry from, DeviceTableEntry to)
    {
        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        to.Write(bytes);
        Span<byte> entry = Entry(device.Value);
        if (WritesLowerHalfFirst(from, to))
        {
            WriteHalf(entry, bytes);
            WriteHalf(entry[HalfSize..], bytes[HalfSize..]);
        }
        else
        {
            WriteHalf(entry[HalfSize..], bytes[HalfSize..]);
            WriteHalf(entry, bytes);
        }
    }

    private static bool Translates(DeviceTableEntry entry) => entry.IsValid && entry.TranslationValid;

    private static void WriteHalf(Span<byte> destination, ReadOnlySpan<byte> source)
    {
        Vector128.StoreUnsafe(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source)), ref MemoryMarshal.GetReference(destination));
        Thread.MemoryBarrier();
    }

    private Span<byte> Entry(int index) => memory.TryGetSpan(address + (ulong)(index * DeviceTableEntry.SizeInBytes), DeviceTableEntry.SizeInBytes, out Span<byte> bytes)
        ? bytes
        : throw new InvalidOperationException($"The memory no longer backs the device table at 0x{address:X}.");
}
