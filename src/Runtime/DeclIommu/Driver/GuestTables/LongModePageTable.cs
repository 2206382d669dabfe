using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>A guest (version 2) page table in memory, in the format of AMD64 long mode, as its owner changes it while units walk it.</summary>
/// <remarks>
/// Every operation either is refused, and has changed nothing, or succeeds. Accessed and dirty bits are set from the start, as Linux does, so that units never write to
/// the tables. Tables that become empty are handed to the caller. Not safe for concurrent use: its owner's gate guards it.
/// </remarks>
internal sealed partial class LongModePageTable
{
    private const ulong LastTarget = (8UL * 512 * 1024 * 1024 * 1024 * 1024) - 1;

    private readonly GuestTableFrames _frames;

    // By level: the start of the table that the counting below has already counted.
    private readonly ulong[] _counted = new ulong[6];

    public LongModePageTable(GuestTableFrames frames, int levels)
    {
        _frames = frames;
        Levels = levels;
        frames.Reserve(1, "A guest page table root");
        Root = frames.Use();
    }

    /// <summary>The physical address of the table of the highest level.</summary>
    public ulong Root { get; }

    /// <summary>The address that goes into a guest CR3 table.</summary>
    public ulong RootAddress => _frames.AddressIn(Root);

    public int Levels { get; }

    /// <summary>Maps a range with the largest pages that its addresses allow.</summary>
    /// <exception cref="MappingException">The range is unaligned, not canonical, out of range or mapped in part, or the permissions cannot be expressed.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables it takes.</exception>
    public void Map(ulong address, ulong target, ulong length, Permissions permissions, ulong largestPage = GuestPageSize.Largest)
    {
        Check(address, length);
        if (target % GuestPageSize.Smallest != 0)
        {
            throw MappingException.Unaligned(nameof(target), target);
        }

        if (length - 1 > LastTarget || target > LastTarget - (length - 1))
        {
            throw MappingException.OutOfRange(nameof(target), target, length, LastTarget);
        }

        CheckPermissions(permissions);
        _frames.Reserve(CountMissingTables(address, target, length, largestPage), $"Mapping 0x{length:X} bytes at address 0x{address:X}");
        ulong done = 0;
        while (done < length)
        {
            int level = GuestPageSize.LevelFor(address + done, target + done, length - done, largestPage);
            ulong table = FindOrAddTable(address + done, level);
            GuestTableView view = new(_frames.Frames, table);
            int index;
            do
            {
                index = IndexAt(address + done, level);
                view[index] = PageAt(target + done, level, permissions);
                _frames.Frames.CountOf(table)++;
                done += GuestPageSize.ReachOfEntry(level);
            }
            while (done < length && index < GuestPageSize.EntriesPerTable - 1
                && GuestPageSize.LevelFor(address + done, target + done, length - done, largestPage) == level);
        }
    }

    /// <summary>Looks an address up.</summary>
    public bool TryTranslate(ulong address, out GuestTranslation translation)
    {
        translation = default;
        if (!GuestVirtualAddress.FromRaw(address).IsCanonical(Levels) || !TryFindPage(address, out ulong table, out int level))
        {
            return false;
        }

        GuestPageTableEntry page = new GuestTableView(_frames.Frames, table)[IndexAt(address, level)];
        ulong size = GuestPageSize.ReachOfEntry(level);
        translation = new(page.Address + (address % size), PermissionsOf(page), size);
        return true;
    }

    /// <summary>Gives every page in ascending order of address, the upper half after the lower one.</summary>
    public void ForEachPage(Action<ulong, GuestTranslation> visit) => Visit(Root, Levels, 0, visit);

    internal static GuestPageTableEntry PageAt(ulong target, int level, Permissions permissions) => new()
    {
        IsPresent = true,
        IsWritable = permissions.Includes(Permissions.Write),
        IsUser = true,
        Accessed = true,
        Dirty = true,
        IsLargePage = level > 1,
        Address = target,
    };

    internal static GuestPageTableEntry Directory(ulong table) => new() { IsPresent = true, IsWritable = true, IsUser = true, Accessed = true, Address = table };

    private static int IndexAt(ulong address, int level) => GuestVirtualAddress.FromRaw(address).IndexAt(level);

    private static bool IsPage(GuestPageTableEntry entry, int level) => level == 1 || entry.IsLargePage;

    private static Permissions PermissionsOf(GuestPageTableEntry entry) => entry.IsWritable ? Permissions.ReadWrite : Permissions.Read;

    // A page that can be written can always be read.
    private static void CheckPermissions(Permissions permissions)
    {
        if (permissions is not (Permissions.Read or Permissions.ReadWrite))
        {
            throw MappingException.BadPermissions(permissions);
        }
    }

    private void Check(ulong address, ulong length)
    {
        bool isUpper = address >= GuestPageSize.FirstOfUpperHalf(Levels);
        HostPageTable.Check(address, length, isUpper ? ulong.MaxValue : GuestPageSize.LastOfLowerHalf(Levels));
    }

    private int CountMissingTables(ulong address, ulong target, ulong length, ulong largestPage)
    {
        int missing = 0;
        Array.Fill(_counted, ulong.MaxValue);
        ulong done = 0;
        while (done < length)
        {
            ulong at = address + done;
            int wanted = GuestPageSize.LevelFor(at, target + done, length - done, largestPage);
            ulong table = Root;
            int level = Levels;
            GuestPageTableEntry entry;
            while ((entry = new GuestTableView(_frames.Frames, table)[IndexAt(at, level)]).IsPresent)
            {
                if (IsPage(entry, level) || level == wanted)
                {
                    throw MappingException.Overlap(FirstMapped(entry, level, at));
                }

                table = _frames.PhysicalOf(entry.Address);
                level--;
            }

            while (level > wanted)
            {
                level--;
                ulong start = at - (at % GuestPageSize.ReachOfEntry(level + 1));
                if (_counted[level] != start)
                {
                    _counted[level] = start;
                    missing++;
                }
            }

            done += GuestPageSize.ReachOfEntry(wanted);
        }

        return missing;
    }

    // Tables are taken out when they become empty, so below every entry there is a page.
    private ulong FirstMapped(GuestPageTableEntry entry, int level, ulong at)
    {
        if (IsPage(entry, level))
        {
            return at;
        }

        GuestTableView view = new(_frames.Frames, _frames.PhysicalOf(entry.Address));
        int index = 0;
        while (!view[index].IsPresent)
        {
            index++;
        }

        return FirstMapped(view[index], level - 1, at + ((ulong)index * GuestPageSize.ReachOfEntry(level - 1)));
    }

    private ulong FindOrAddTable(ulong address, int level)
    {
        ulong table = Root;
        for (int current = Levels; current > level; current--)
        {
            GuestTableView view = new(_frames.Frames, table);
            int index = IndexAt(address, current);
            if (!view[index].IsPresent)
            {
                view[index] = Directory(_frames.AddressIn(_frames.Use()));
                _frames.Frames.CountOf(table)++;
            }

            table = _frames.PhysicalOf(view[index].Address);
        }

        return table;
    }

    private bool TryFindPage(ulong address, out ulong table, out int level)
    {
        table = Root;
        for (level = Levels; level >= 1; level--)
        {
            GuestPageTableEntry entry = new GuestTableView(_frames.Frames, table)[IndexAt(address, level)];
            if (!entry.IsPresent)
            {
                return false;
            }

            if (IsPage(entry, level))
            {
                return true;
            }

            table = _frames.PhysicalOf(entry.Address);
        }

        return false;
    }

    private void Visit(ulong table, int level, ulong start, Action<ulong, GuestTranslation> visit)
    {
        ulong reach = GuestPageSize.ReachOfEntry(level);
        for (int index = 0; index < GuestPageSize.EntriesPerTable; index++)
        {
            GuestPageTableEntry entry = new GuestTableView(_frames.Frames, table)[index];
            bool isUpper = level == Levels && index >= GuestPageSize.EntriesPerTable / 2;
            ulong address = isUpper
                ? GuestPageSize.FirstOfUpperHalf(Levels) + ((ulong)(index - (GuestPageSize.EntriesPerTable / 2)) * reach)
                : start + ((ulong)index * reach);
            if (entry.IsPresent && IsPage(entry, level))
            {
                visit(address, new(entry.Address, PermissionsOf(entry), reach));
            }
            else if (entry.IsPresent)
            {
                Visit(_frames.PhysicalOf(entry.Address), level - 1, address, visit);
            }
        }
    }
}
