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
        _reserved.Take(CountTablesToSplitAt(iova) + (endsInTable ? CountTablesToSplitAt(end) : 0), $"Splitting pages at the ends of the range from iova 0x{iova:X}, length 0x{length:X},");
        SplitAt(iova);
        if (endsInTable)
        {
            SplitAt(end);
        }

        _reserved.GiveBack();
    }

    // At most: the page at its own level may give two tables, each lower level one.
    private int CountTablesToSplitAt(ulong iova) =>
        FindPage(iova, out _, out HostPageSize size) && iova % size.Bytes != 0 ? size.Level : 0;

    private void SplitAt(ulong iova)
    {
        while (FindPage(iova, out ulong table, out HostPageSize size) && iova % size.Bytes != 0)
        {
            ulong start = iova - (iova % size.Bytes);
            int index = IndexAt(start, size.Level);
            HostPageTableEntry page = new HostTableView(_frames, table)[index];
            if (HostPageSize.IsUsable(size.Bytes / 2) && size.Entries > 1)
            {
                WriteHalves(table, index, HostPageSize.Of(size.Bytes / 2), page, PhysicalStart(page));
                continue;
            }

            HostTableView view = new(_frames, table);
            ulong reach = HostPageSize.ReachOfEntry(size.Level);
            for (int entry = 0; entry < size.Entries; entry++)
            {
                ulong lower = _reserved.Use();
                WriteHalves(lower, 0, HostPageSize.Of(reach / 2), page, PhysicalStart(page) + ((ulong)entry * reach));
                _frames.CountOf(lower) = HostPageSize.EntriesPerTable;
                view[index + entry] = Directory(lower, size.Level - 1);
            }
        }
    }

    private void WriteHalves(ulong table, int first, HostPageSize half, HostPageTableEntry page, ulong physical)
    {
        HostTableView view = new(_frames, table);
        for (int index = 0; index < 2 * half.Entries; index++)
        {
            HostPageTableEntry entry = half.Entry(index < half.Entries ? physical : physical + half.Bytes, PermissionsOf(page));
            entry.Accessed = page.Accessed;
            entry.Dirty = page.Dirty;
            view[first + index] = entry;
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
