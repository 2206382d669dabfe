using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

internal sealed partial class HostPageTable
{
    /// <summary>Unmaps what of a range is mapped; pages that reach beyond it are split first.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="retired">Receives the tables that became empty; they may be freed when no unit has the range cached any more.</param>
    /// <returns>How many bytes had been mapped.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables that splitting takes.</exception>
    public ulong Unmap(ulong iova, ulong length, List<ulong> retired)
    {
        Check(iova, length, LastAddress);
        SplitAtEnds(iova, length);
        return Clear(Root, Levels, iova, iova + (length - 1), retired);
    }

    /// <summary>Changes the permissions of what of a range is mapped; pages that reach beyond it are split first.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="permissions">Read, write or both.</param>
    /// <returns>How many bytes are mapped there.</returns>
    /// <exception cref="MappingException">The range is unaligned or out of range, or the permissions allow nothing.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables that splitting takes.</exception>
    public ulong Protect(ulong iova, ulong length, Permissions permissions)
    {
        Check(iova, length, LastAddress);
        CheckPermissions(permissions);
        SplitAtEnds(iova, length);
        return Change(Root, Levels, iova, iova + (length - 1), permissions);
    }

    private ulong Clear(ulong table, int level, ulong first, ulong last, List<ulong> retired)
    {
        ulong bytes = 0;
        ulong reach = HostPageSize.ReachOfEntry(level);
        int lastIndex = IndexAt(last, level);
        HostTableView view = new(_frames, table);
        ulong start = first;
        for (int index = IndexAt(first, level); index <= lastIndex; index++)
        {
            ulong end = Math.Min(start - (start % reach) + (reach - 1), last);
            HostPageTableEntry entry = view[index];
            if (entry.IsPresent)
            {
                if (IsPage(entry))
                {
                    view[index] = default;
                    _frames.CountOf(table)--;
                    bytes += reach;
                }
                else
                {
                    bytes += Clear(entry.Address, level - 1, start, end, retired);
                    if (_frames.CountOf(entry.Address) == 0 && !_keepsEmptyTables)
                    {
                        ulong empty = TakeOut(view, index, table);
                        retired.Add(empty);
                    }
                }
            }

            start = end + 1;
        }

        return bytes;
    }

    private ulong Change(ulong table, int level, ulong first, ulong last, Permissions permissions)
    {
        ulong bytes = 0;
        ulong reach = HostPageSize.ReachOfEntry(level);
        int lastIndex = IndexAt(last, level);
        HostTableView view = new(_frames, table);
        ulong start = first;
        for (int index = IndexAt(first, level); index <= lastIndex; index++)
        {
            ulong end = Math.Min(start - (start % reach) + (reach - 1), last);
            HostPageTableEntry entry = view[index];
            if (entry.IsPresent)
            {
                if (IsPage(entry))
                {
                    HostPageTableEntry next;
                    do
                    {
                        entry = view[index];
                        next = entry;
                        next.ReadAllowed = permissions.Includes(Permissions.Read);
                        next.WriteAllowed = permissions.Includes(Permissions.Write);
                    }
                    while (!view.TryReplace(index, entry, next));
                    bytes += reach;
                }
                else
                {
                    bytes += Change(entry.Address, level - 1, start, end, permissions);
                }
            }

            start = end + 1;
        }

        return bytes;
    }

    private bool IsEmpty(ulong table, int level)
    {
        if (_frames.CountOf(table) == 0)
        {
            return true;
        }

        if (level == 1)
        {
            return false;
        }

        HostTableView view = new(_frames, table);
        for (int index = 0; index < HostPageSize.EntriesPerTable; index++)
        {
            HostPageTableEntry entry = view[index];
            if (entry.IsPresent && (IsPage(entry) || !IsEmpty(entry.Address, level - 1)))
            {
                return false;
            }
        }

        return true;
    }

    // The table that an entry leads to; nothing does any more.
    [return: ReturnsOwned]
    private ulong TakeOut(HostTableView view, int index, [Borrows] ulong table)
    {
        ulong below = view[index].Address;
        view[index] = default;
        _frames.CountOf(table)--;
        return below;
    }

    private void Retire([Consumes] ulong table, int level, List<ulong> retired)
    {
        HostTableView view = new(_frames, table);
        for (int index = 0; level > 1 && index < HostPageSize.EntriesPerTable; index++)
        {
            if (HasTable(view, index, out ulong below))
            {
                Retire(below, level - 1, retired);
            }
        }

        retired.Add(table);
    }

    // Of a table that goes, what is below it goes with it.
    [TryAcquiresReference(true)]
    private static bool HasTable(HostTableView view, int index, [Owned] out ulong below)
    {
        HostPageTableEntry entry = view[index];
        below = entry.Address;
        return entry.IsPresent && !IsPage(entry);
    }
}
