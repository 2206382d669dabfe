using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <summary>A host (version 1) page table in memory, as its owner changes it while units walk it.</summary>
/// <remarks>
/// Every operation either is refused, and has changed nothing, or succeeds. Tables that become empty are taken out and handed to the caller, who frees them once no
/// unit can reach them through its caches. Not safe for concurrent use: its owner's gate guards it.
/// </remarks>
[ReferenceCounted]
internal sealed partial class HostPageTable
{
    private const ulong LastPhysicalAddress = (8UL * 512 * 1024 * 1024 * 1024 * 1024) - 1;

    private readonly PageFrameAllocator _frames;
    private readonly ReservedFrames _reserved;
    private readonly bool _keepsEmptyTables;

    // By level: the start of the table that the counting below has already counted, or an address that no table starts at.
    private readonly ulong[] _counted = new ulong[HostPageSize.HighestLevel + 1];

    /// <param name="frames">Where tables come from.</param>
    /// <param name="levels">How many levels there are at first, 1 to 6.</param>
    /// <param name="keepsEmptyTables">Whether tables stay in place that became empty, as Linux leaves them: for comparing tables with Linux's. A large page that takes their place loses them.</param>
    public HostPageTable(PageFrameAllocator frames, int levels, bool keepsEmptyTables = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, HostPageSize.HighestLevel);
        _frames = frames;
        _keepsEmptyTables = keepsEmptyTables;
        _reserved = new ReservedFrames(frames);
        Levels = levels;
        Root = frames.TryAllocate(out ulong root) ? root : throw new PageFramesExhaustedException("A page table root", 1, 0);
    }

    /// <summary>The physical address of the table of the highest level.</summary>
    public ulong Root { get; private set; }

    public int Levels { get; private set; }

    public ulong LastAddress => HostPageSize.LastAddress(Levels);

    /// <summary>Puts new roots above the old one, which stays the way to all that is mapped, until the table translates an address; one that is empty makes way.</summary>
    /// <param name="last">The address.</param>
    /// <param name="retired">Receives a root that made way; it may be freed when no unit uses it any more.</param>
    /// <exception cref="PageFramesExhaustedException">There is no room for as many tables as it takes.</exception>
    public void Grow(ulong last, List<ulong> retired)
    {
        int levels = Levels;
        while (last > HostPageSize.LastAddress(levels))
        {
            levels++;
        }

        bool makesWay = levels > Levels && _frames.CountOf(Root) == 0 && !_keepsEmptyTables;
        using ReservedFrames reserved = _reserved.Take(makesWay ? 1 : levels - Levels, "Growing to", last, HostPageSize.Smallest);
        if (makesWay)
        {
            ulong outgrown = SurrenderRoot();
            retired.Add(outgrown);
            Root = reserved.Use();
            Levels = levels;
        }

        while (Levels < levels)
        {
            ulong root = reserved.Use();
            new HostTableView(_frames, root)[0] = Directory(Root, Levels);
            _frames.CountOf(root) = 1;
            Root = root;
            Levels++;
        }
    }

    /// <summary>Maps a range with the largest pages that its addresses allow.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="physical">The physical address that it stands for, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, write or both.</param>
    /// <param name="largestPage">The largest page size to use.</param>
    /// <exception cref="MappingException">The range is unaligned, out of range or mapped in part.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables it takes.</exception>
    public void Map(ulong iova, ulong physical, ulong length, Permissions permissions, ulong largestPage = HostPageSize.LargestPage)
    {
        Check(iova, length, LastAddress);
        if (physical % HostPageSize.Smallest != 0)
        {
            throw MappingException.Unaligned(nameof(physical), physical);
        }

        if (length - 1 > LastPhysicalAddress || physical > LastPhysicalAddress - (length - 1))
        {
            throw MappingException.OutOfRange(nameof(physical), physical, length, LastPhysicalAddress);
        }

        CheckPermissions(permissions);
        using ReservedFrames reserved = _reserved.Take(CountMissingTables(iova, physical, length, largestPage), "Mapping", iova, length);
        ulong left = length;
        while (left > 0)
        {
            HostPageSize size = HostPageSize.Largest(iova, physical, left, largestPage);
            ulong table = FindOrAddTable(iova, size.Level);
            do
            {
                WritePage(table, IndexAt(iova, size.Level), size, physical, permissions);
                iova += size.Bytes;
                physical += size.Bytes;
                left -= size.Bytes;
            }
            while (left > 0 && IndexAt(iova, size.Level) != 0 && HostPageSize.Largest(iova, physical, left, largestPage) == size);
        }
    }

    /// <summary>Looks an address up.</summary>
    public bool TryTranslate(ulong iova, out HostTranslation translation)
    {
        if (iova > LastAddress || !FindPage(iova, out ulong table, out HostPageSize size))
        {
            translation = default;
            return false;
        }

        HostPageTableEntry page = new HostTableView(_frames, table)[IndexAt(iova, size.Level)];
        translation = new(PhysicalStart(page) + (iova % size.Bytes), PermissionsOf(page), size.Bytes);
        return true;
    }

    /// <summary>Gives every frame of the table to the caller; nothing may use the table afterwards.</summary>
    [ReleasesReference]
    public void Dismantle(List<ulong> retired)
    {
        ulong root = SurrenderRoot();
        Retire(root, Levels, retired);
    }

    [return: ReturnsOwned]
    private ulong SurrenderRoot() => Root;

    internal static int IndexAt(ulong iova, int level) => HostVirtualAddress.FromRaw(iova).IndexAt(level);

    /// <summary>Refuses a range that is unaligned, empty, or passes the last address.</summary>
    internal static void Check(ulong iova, ulong length, ulong lastAddress)
    {
        if (iova % HostPageSize.Smallest != 0)
        {
            throw MappingException.Unaligned(nameof(iova), iova);
        }

        if (length == 0 || length % HostPageSize.Smallest != 0)
        {
            throw MappingException.Unaligned(nameof(length), length);
        }

        if (length - 1 > lastAddress || iova > lastAddress - (length - 1))
        {
            throw MappingException.OutOfRange(nameof(iova), iova, length, lastAddress);
        }
    }

    private static void CheckPermissions(Permissions permissions)
    {
        if (permissions == Permissions.None || (permissions | Permissions.ReadWrite) != Permissions.ReadWrite)
        {
            throw MappingException.BadPermissions(permissions);
        }
    }

    private static bool IsPage(HostPageTableEntry entry) => entry.NextLevel is HostPageTableEntry.Page or HostPageTableEntry.SizedPage;

    internal static ulong PhysicalStart(HostPageTableEntry page) => page.NextLevel == HostPageTableEntry.Page ? page.Address : page.Range.Start;

    private static Permissions PermissionsOf(HostPageTableEntry entry) =>
        (entry.ReadAllowed ? Permissions.Read : Permissions.None) | (entry.WriteAllowed ? Permissions.Write : Permissions.None);

    private static HostPageTableEntry Directory(ulong table, int level) =>
        new() { IsPresent = true, NextLevel = (byte)level, Address = table, ReadAllowed = true, WriteAllowed = true };

    // Also finds an overlap: it reads every entry that the mapping will write.
    private int CountMissingTables(ulong iova, ulong physical, ulong length, ulong largestPage)
    {
        int missing = 0;
        Array.Fill(_counted, ulong.MaxValue);
        while (length > 0)
        {
            HostPageSize size = HostPageSize.Largest(iova, physical, length, largestPage);
            ulong table = Root;
            int level = Levels;
            HostPageTableEntry entry = default;
            while (level > size.Level)
            {
                entry = new HostTableView(_frames, table)[IndexAt(iova, level)];
                if (!entry.IsPresent)
                {
                    break;
                }

                if (IsPage(entry))
                {
                    throw MappingException.Overlap(iova);
                }

                table = entry.Address;
                level--;
            }

            if (level == size.Level)
            {
                CheckFree(table, iova, size);
            }

            while (level > size.Level)
            {
                level--;
                ulong start = iova - (iova % HostPageSize.ReachOfEntry(level + 1));
                if (_counted[level] != start)
                {
                    _counted[level] = start;
                    missing++;
                }
            }

            iova += size.Bytes;
            physical += size.Bytes;
            length -= size.Bytes;
        }

        return missing;
    }

    private void CheckFree(ulong table, ulong iova, HostPageSize size)
    {
        HostTableView view = new(_frames, table);
        int first = IndexAt(iova, size.Level);
        for (int index = first; index < first + size.Entries; index++)
        {
            HostPageTableEntry entry = view[index];
            if (entry.IsPresent && (IsPage(entry) || !IsEmpty(entry.Address, entry.NextLevel)))
            {
                throw MappingException.Overlap(iova + ((ulong)(index - first) * HostPageSize.ReachOfEntry(size.Level)));
            }
        }
    }

    private ulong FindOrAddTable(ulong iova, int level)
    {
        ulong table = Root;
        for (int current = Levels; current > level; current--)
        {
            HostTableView view = new(_frames, table);
            int index = IndexAt(iova, current);
            HostPageTableEntry entry = view[index];
            if (!entry.IsPresent)
            {
                entry = Directory(_reserved.Use(), current - 1);
                view[index] = entry;
                _frames.CountOf(table)++;
            }

            table = entry.Address;
        }

        return table;
    }

    private void WritePage(ulong table, int first, HostPageSize size, ulong physical, Permissions permissions)
    {
        HostTableView view = new(_frames, table);
        HostPageTableEntry page = size.Entry(physical, permissions);
        for (int index = first; index < first + size.Entries; index++)
        {
            if (!view[index].IsPresent)
            {
                _frames.CountOf(table)++;
            }

            view[index] = page;
        }
    }
}
