using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

internal sealed partial class HostPageTable
{
    // Splitting changes no translation: a unit that walks meanwhile finds the larger page or the smaller ones, and both lead to the same place.
    private void SplitAtEnds(ulong iova, ulong length)
    {
        ulong end = iova + length;
        bool endsInTable = end != 0 && end <= LastAddress;
        using ReservedFrames reserved = _reserved.Take(CountTablesToSplitAt(iova) + (endsInTable ? CountTablesToSplitAt(end) : 0), "Splitting pages at the ends of", iova, length);
        SplitAt(iova);
        if (endsInTable)
        {
            SplitAt(end);
        }
    }

    // At most: the page at its own level may give two tables, each lower level one.
    private int CountTablesToSplitAt(ulong iova) =>
        FindPageAcross(iova, out _, out HostPageSize size, out _) ? size.Level : 0;

    private void SplitAt(ulong iova)
    {
        while (FindPageAcross(iova, out ulong table, out HostPageSize size, out HostPageTableEntry page))
        {
            ulong start = iova - (iova % size.Bytes);
            int index = IndexAt(start, size.Level);
            HostTableView view = new(_frames, table);
            if (HostPageSize.IsUsable(size.Bytes / 2) && size.Entries > 1)
            {
                HostPageSize half = HostPageSize.Of(size.Bytes / 2);
                HostPageTableEntry lower = Part(half, page, PhysicalStart(page));
                HostPageTableEntry upper = Part(half, page, PhysicalStart(page) + half.Bytes);
                for (int entry = 0; entry < size.Entries; entry++)
                {
                    ref readonly HostPageTableEntry part = ref entry < half.Entries ? ref lower : ref upper;
                    Replace(view, index + entry, page, part);
                }

                continue;
            }

            ulong reach = HostPageSize.ReachOfEntry(size.Level);
            for (int entry = 0; entry < size.Entries; entry++)
            {
                if (IsSamePage(view[index + entry], page))
                {
                    ReplaceByTable(view, index + entry, size.Level, HostPageSize.Of(reach / 2), page, PhysicalStart(page) + ((ulong)entry * reach));
                }
            }
        }
    }

    // Filled anew if a unit marks the page meanwhile.
    private void ReplaceByTable(HostTableView view, int index, int level, HostPageSize half, HostPageTableEntry page, ulong physical)
    {
        ulong lower = _reserved.Use();
        HostPageTableEntry current;
        do
        {
            current = view[index];
            page.Accessed |= current.Accessed;
            page.Dirty |= current.Dirty;
            Fill(lower, half, page, physical);
        }
        while (!view.TryReplace(index, current, Directory(lower, level - 1)));
    }

    private void Fill(ulong table, HostPageSize half, HostPageTableEntry page, ulong physical)
    {
        HostTableView view = new(_frames, table);
        for (int index = 0; index < HostPageSize.EntriesPerTable; index++)
        {
            view[index] = Part(half, page, index < half.Entries ? physical : physical + half.Bytes);
        }

        _frames.CountOf(table) = HostPageSize.EntriesPerTable;
    }

    private static HostPageTableEntry Part(HostPageSize size, HostPageTableEntry page, ulong physical)
    {
        HostPageTableEntry part = size.Entry(physical, PermissionsOf(page));
        part.Accessed = page.Accessed;
        part.Dirty = page.Dirty;
        return part;
    }

    // An entry of a series that stands for something else by now is left alone.
    private static void Replace(HostTableView view, int index, HostPageTableEntry page, HostPageTableEntry replacement)
    {
        HostPageTableEntry current;
        do
        {
            current = view[index];
            if (!IsSamePage(current, page))
            {
                return;
            }

            replacement.Accessed |= current.Accessed;
            replacement.Dirty |= current.Dirty;
        }
        while (!view.TryReplace(index, current, replacement));
    }

    // A unit may have set the accessed and dirty bits of any one entry of a series.
    private static bool IsSamePage(HostPageTableEntry entry, HostPageTableEntry page)
    {
        entry.Accessed = page.Accessed;
        entry.Dirty = page.Dirty;
        return entry == page;
    }

    // A page with parts on both sides of an address. Where a series was overwritten up to there, as other owners of a table may leave it, there is nothing to split.
    private bool FindPageAcross(ulong iova, out ulong table, out HostPageSize size, out HostPageTableEntry page)
    {
        page = default;
        if (!FindPage(iova, out table, out size) || iova % size.Bytes == 0)
        {
            return false;
        }

        HostTableView view = new(_frames, table);
        int index = IndexAt(iova, size.Level);
        page = view[index];
        if (iova % HostPageSize.ReachOfEntry(size.Level) == 0 && !IsSamePage(view[index - 1], page))
        {
            return false;
        }

        CollectUse(view, IndexAt(iova - (iova % size.Bytes), size.Level), size, ref page);
        return true;
    }

    // Accessed or dirty in any entry of a series is accessed or dirty of the page.
    private static void CollectUse(HostTableView view, int first, HostPageSize size, ref HostPageTableEntry page)
    {
        for (int index = first; index < first + size.Entries; index++)
        {
            HostPageTableEntry entry = view[index];
            if (IsSamePage(entry, page))
            {
                page.Accessed |= entry.Accessed;
                page.Dirty |= entry.Dirty;
            }
        }
    }

    private bool FindPage(ulong iova, out ulong table, out HostPageSize size)
    {
        table = Root;
        for (int level = Levels; level >= 1; level--)
        {
            HostPageTableEntry entry = new HostTableView(_frames, table)[IndexAt(iova, level)];
            if (!entry.IsPresent)
            {
                break;
            }

            if (IsPage(entry))
            {
                size = HostPageSize.Of(entry, level);
                return true;
            }

            table = entry.Address;
        }

        size = default;
        return false;
    }
}
