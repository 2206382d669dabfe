using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Driver;

/// <content>Taking out and changing what is mapped.</content>
internal sealed partial class LongModePageTable
{
    /// <summary>Unmaps what of a range is mapped; pages that reach beyond it are split first.</summary>
    /// <param name="address">The first address, a multiple of 4096.</param>
    /// <param name="length">The length, a positive multiple of 4096.</param>
    /// <param name="retired">Receives the tables that became empty; they may be used again when no unit has the range cached any more.</param>
    /// <returns>How many bytes had been mapped.</returns>
    /// <exception cref="MappingException">The range is unaligned, not canonical or out of range.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables that splitting takes.</exception>
    public ulong Unmap(ulong address, ulong length, List<ulong> retired)
    {
        Check(address, length);
        SplitAtEnds(address, length);
        return Change(Root, Levels, address, address + (length - 1), null, retired);
    }

    /// <summary>Changes the permissions of what of a range is mapped; pages that reach beyond it are split first.</summary>
    /// <returns>How many bytes are mapped there.</returns>
    /// <exception cref="MappingException">The range is unaligned, not canonical or out of range, or the permissions cannot be expressed.</exception>
    /// <exception cref="PageFramesExhaustedException">There is no room for the tables that splitting takes.</exception>
    public ulong Protect(ulong address, ulong length, Permissions permissions)
    {
        Check(address, length);
        CheckPermissions(permissions);
        SplitAtEnds(address, length);
        return Change(Root, Levels, address, address + (length - 1), permissions, []);
    }

    // Without permissions, pages go.
    private ulong Change(ulong table, int level, ulong first, ulong last, Permissions? permissions, List<ulong> retired)
    {
        ulong bytes = 0;
        ulong reach = GuestPageSize.ReachOfEntry(level);
        int lastIndex = IndexAt(last, level);
        GuestTableView view = new(_frames.Frames, table);
        ulong start = first;
        for (int index = IndexAt(first, level); index <= lastIndex; index++)
        {
            ulong end = Math.Min(start - (start % reach) + (reach - 1), last);
            GuestPageTableEntry entry = view[index];
            if (entry.IsPresent && IsPage(entry, level))
            {
                view[index] = permissions is { } wanted ? PageAt(entry.Address, level, wanted) : default;
                bytes += reach;
            }
            else if (entry.IsPresent)
            {
                ulong below = _frames.PhysicalOf(entry.Address);
                bytes += Change(below, level - 1, start, end, permissions, retired);
                if (_frames.Frames.CountOf(below) == 0)
                {
                    ulong empty = TakeOut(view, index);
                    retired.Add(empty);
                }
            }

            _frames.Frames.CountOf(table) -= entry.IsPresent && !view[index].IsPresent ? 1 : 0;
            start = end + 1;
        }

        return bytes;
    }

    // The table that an entry leads to; nothing does any more.
    [return: ReturnsOwned]
    private ulong TakeOut(GuestTableView view, int index)
    {
        ulong below = _frames.PhysicalOf(view[index].Address);
        view[index] = default;
        return below;
    }

    // Splitting changes no translation: a unit that walks meanwhile finds the larger page or the smaller ones, and both lead to the same place.
    private void SplitAtEnds(ulong address, ulong length)
    {
        ulong end = address + length;
        bool splitsAtEnd = end != 0 && GuestVirtualAddress.FromRaw(end).IsCanonical(Levels);
        int tables = CountTablesToSplitAt(address) + (splitsAtEnd ? CountTablesToSplitAt(end) : 0);
        _frames.Reserve(tables, $"Splitting pages at the ends of the range from address 0x{address:X}, length 0x{length:X},");
        SplitAt(address);
        if (splitsAtEnd)
        {
            SplitAt(end);
        }
    }

    // One table for each level that the page lies above the lowest.
    private int CountTablesToSplitAt(ulong address) =>
        TryFindPage(address, out _, out int level) && address % GuestPageSize.ReachOfEntry(level) != 0 ? level - 1 : 0;

    private void SplitAt(ulong address)
    {
        while (TryFindPage(address, out ulong table, out int level) && address % GuestPageSize.ReachOfEntry(level) != 0)
        {
            GuestTableView view = new(_frames.Frames, table);
            GuestPageTableEntry page = view[IndexAt(address, level)];
            ulong lower = _frames.Use();
            GuestTableView parts = new(_frames.Frames, lower);
            for (int index = 0; index < GuestPageSize.EntriesPerTable; index++)
            {
                parts[index] = PageAt(page.Address + ((ulong)index * GuestPageSize.ReachOfEntry(level - 1)), level - 1, PermissionsOf(page));
            }

            _frames.Frames.CountOf(lower) = GuestPageSize.EntriesPerTable;
            view[IndexAt(address, level)] = Directory(_frames.AddressIn(lower));
        }
    }
}
