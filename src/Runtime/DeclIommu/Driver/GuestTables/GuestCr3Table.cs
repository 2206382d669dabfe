using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>A guest CR3 table in memory: by PASID the root of a guest page table.</summary>
/// <remarks>AMD IOMMU specification, guest CR3 table. Not safe for concurrent use: its owner's gate guards it.</remarks>
internal sealed class GuestCr3Table
{
    private readonly GuestTableFrames _frames;

    public GuestCr3Table(GuestTableFrames frames, GuestCr3TableLevels levels)
    {
        _frames = frames;
        Levels = levels;
        frames.Reserve(1, "A guest CR3 table");
        Root = frames.Use();
    }

    /// <summary>The physical address of the table of the highest level.</summary>
    public ulong Root { get; }

    public GuestCr3TableLevels Levels { get; }

    /// <summary>Lets a PASID lead to a page table.</summary>
    /// <exception cref="PageFramesExhaustedException">There is no room for a table on the way.</exception>
    public void Set(Pasid pasid, ulong rootAddress)
    {
        PasidIndexes indexes = PasidIndexes.FromRaw(pasid.Value);
        _frames.Reserve((int)Levels, $"Binding PASID {pasid}");
        ulong table = Root;
        for (int level = (int)Levels; level > 0; level--)
        {
            ref ulong word = ref Word(table, indexes.IndexAt(level));
            if (!Read(ref word).IsValid)
            {
                Write(ref word, new GuestCr3TableEntry { IsValid = true, Address = _frames.AddressIn(_frames.Use()) });
            }

            table = _frames.PhysicalOf(Read(ref word).Address);
        }

        Write(ref Word(table, indexes.IndexAt(0)), new GuestCr3TableEntry { IsValid = true, Address = rootAddress });
    }

    /// <summary>Lets a PASID lead nowhere. Tables on the way stay.</summary>
    public void Clear(Pasid pasid)
    {
        PasidIndexes indexes = PasidIndexes.FromRaw(pasid.Value);
        ulong table = Root;
        for (int level = (int)Levels; level > 0; level--)
        {
            GuestCr3TableEntry entry = Read(ref Word(table, indexes.IndexAt(level)));
            if (!entry.IsValid)
            {
                return;
            }

            table = _frames.PhysicalOf(entry.Address);
        }

        Write(ref Word(table, indexes.IndexAt(0)), default);
    }

    private static GuestCr3TableEntry Read(ref ulong word) => GuestCr3TableEntry.FromRaw(InHostOrder(Volatile.Read(ref word)));

    private static void Write(ref ulong word, GuestCr3TableEntry entry) => Volatile.Write(ref word, InHostOrder(entry.ToRaw()));

    private static ulong InHostOrder(ulong value) => BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);

    private ref ulong Word(ulong table, int index) => ref MemoryMarshal.Cast<byte, ulong>(_frames.Frames.Frame(table))[index];
}
