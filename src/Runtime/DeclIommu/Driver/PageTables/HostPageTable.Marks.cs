using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <content>Reading the marks that units set in pages.</content>
internal sealed partial class HostPageTable
{
    /// <summary>Adds the pages marked as written to a list, in order; pages that reach beyond the range are taken whole, for their mark is one.</summary>
    /// <param name="iova">The first address, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="clear">Whether the marks are taken away.</param>
    /// <param name="ranges">Receives the pages; those that follow one another as one range.</param>
    /// <returns>How many bytes they have.</returns>
    public ulong CollectDirty(ulong iova, ulong length, bool clear, List<DirtyRange> ranges)
    {
        Check(iova, length, LastAddress);
        return CollectDirty(Root, Levels, iova, iova + (length - 1), clear, ranges);
    }

    /// <summary>Takes all marks away.</summary>
    public void ClearDirty() => CollectDirty(Root, Levels, 0, LastAddress, clear: true, []);

    private ulong CollectDirty(ulong table, int level, ulong first, ulong last, bool clear, List<DirtyRange> ranges)
    {
        ulong bytes = 0;
        ulong reach = HostPageSize.ReachOfEntry(level);
        int lastIndex = IndexAt(last, level);
        HostTableView view = new(_frames, table);
        ulong start = first;
        int index = IndexAt(first, level);
        while (index <= lastIndex)
        {
            ulong end = Math.Min(start - (start % reach) + (reach - 1), last);
            HostPageTableEntry entry = view[index];
            int next = index + 1;
            if (entry.IsPresent && IsPage(entry))
            {
                HostPageSize size = HostPageSize.Of(entry, level);
                ulong pageStart = start - (start % size.Bytes);
                int firstOfPage = IndexAt(pageStart, level);
                if (TakeDirty(view, firstOfPage, size, entry, clear))
                {
                    bytes += size.Bytes;
                    Append(ranges, pageStart, size.Bytes);
                }

                next = firstOfPage + size.Entries;
                end = pageStart + (size.Bytes - 1);
            }
            else if (entry.IsPresent)
            {
                bytes += CollectDirty(entry.Address, level - 1, start, end, clear, ranges);
            }

            index = next;
            start = end + 1;
        }

        return bytes;
    }

    // A unit marks any one entry of a series: the page is dirty if one is.
    private static bool TakeDirty(HostTableView view, int first, HostPageSize size, HostPageTableEntry page, bool clear)
    {
        bool isDirty = false;
        for (int index = first; index < first + size.Entries; index++)
        {
            HostPageTableEntry entry = view[index];
            while (IsSamePage(entry, page) && entry.Dirty)
            {
                isDirty = true;
                HostPageTableEntry clean = entry;
                clean.Dirty = false;
                if (!clear || view.TryReplace(index, entry, clean))
                {
                    break;
                }

                entry = view[index];
            }
        }

        return isDirty;
    }

    /// <summary>Gives every page in order of address, with the marks of all its entries.</summary>
    public void ForEachPage(Action<ulong, HostPageSize, HostPageTableEntry> visit) => Visit(Root, Levels, 0, visit);

    /// <summary>Marks all pages of a range, which no unit sees yet.</summary>
    public void Mark(ulong iova, ulong length, bool accessed, bool dirty)
    {
        if (accessed || dirty)
        {
            Mark(Root, Levels, iova, iova + (length - 1), accessed, dirty);
        }
    }

    private void Visit(ulong table, int level, ulong start, Action<ulong, HostPageSize, HostPageTableEntry> visit)
    {
        ulong reach = HostPageSize.ReachOfEntry(level);
        int index = 0;
        while (index < HostPageSize.EntriesPerTable)
        {
            HostTableView view = new(_frames, table);
            HostPageTableEntry entry = view[index];
            ulong iova = start + ((ulong)index * reach);
            int entries = 1;
            if (entry.IsPresent && IsPage(entry))
            {
                HostPageSize size = HostPageSize.Of(entry, level);
                CollectUse(view, index, size, ref entry);
                visit(iova, size, entry);
                entries = size.Entries;
            }
            else if (entry.IsPresent)
            {
                Visit(entry.Address, level - 1, iova, visit);
            }

            index += entries;
        }
    }

    private void Mark(ulong table, int level, ulong first, ulong last, bool accessed, bool dirty)
    {
        ulong reach = HostPageSize.ReachOfEntry(level);
        int lastIndex = IndexAt(last, level);
        HostTableView view = new(_frames, table);
        ulong start = first;
        for (int index = IndexAt(first, level); index <= lastIndex; index++)
        {
            ulong end = Math.Min(start - (start % reach) + (reach - 1), last);
            HostPageTableEntry entry = view[index];
            if (entry.IsPresent && IsPage(entry))
            {
                entry.Accessed |= accessed;
                entry.Dirty |= dirty;
                view[index] = entry;
            }
            else if (entry.IsPresent)
            {
                Mark(entry.Address, level - 1, start, end, accessed, dirty);
            }

            start = end + 1;
        }
    }

    private static void Append(List<DirtyRange> ranges, ulong start, ulong bytes)
    {
        if (ranges is [.., DirtyRange before] && before.Start + before.Length == start)
        {
            ranges[^1] = before with { Length = before.Length + bytes };
        }
        else
        {
            ranges.Add(new DirtyRange(start, bytes));
        }
    }
}
