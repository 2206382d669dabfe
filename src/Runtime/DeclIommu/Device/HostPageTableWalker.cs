using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Walks host (version 1) page tables. AMD IOMMU specification, 48882, I/O page tables.</summary>
/// <remarks>Every table entry is read once; each step goes down at least one level, so whatever the tables hold, a walk ends.</remarks>
internal sealed class HostPageTableWalker(IPhysicalMemory memory, PageDirectoryCache directories)
{
    private const int EntrySize = HostPageTableEntry.SizeInBytes;

    /// <summary>Finds the page that an address lies in.</summary>
    /// <param name="domain">The domain that the tables belong to.</param>
    /// <param name="root">The root table, of level 1 to 6.</param>
    /// <param name="address">The address.</param>
    /// <param name="page">The page, if the outcome is <see cref="DmaOutcome.Translated"/>.</param>
    /// <param name="entryAddress">The physical address of the last table entry asked for.</param>
    /// <returns>The outcome; permissions are collected, not judged.</returns>
    internal DmaOutcome Walk(DomainId domain, HostTable root, ulong address, out TaggedRegion page, out ulong entryAddress)
    {
        page = default;
        entryAddress = 0;
        if (root.Level < HostTable.HighestLevel && address >= HostTable.Reach(root.Level))
        {
            return DmaOutcome.AddressOutOfRange;
        }

        int generation = directories.Generation;
        HostTable table = directories.TryFind(domain, address, out HostTable cached) && cached.Level < root.Level ? cached : root;
        HostVirtualAddress indexes = HostVirtualAddress.FromRaw(address);
        while (true)
        {
            entryAddress = table.Address + (ulong)(indexes.IndexAt(table.Level) * EntrySize);
            if (!memory.TryGetSpan(entryAddress, EntrySize, out Span<byte> bytes))
            {
                return DmaOutcome.PageTableUnreadable;
            }

            HostPageTableEntry entry = HostPageTableEntry.Read(bytes);
            if (!entry.IsPresent)
            {
                return DmaOutcome.NotPresent;
            }

            if (entry.NextLevel is HostPageTableEntry.Page or HostPageTableEntry.SizedPage)
            {
                return TakePage(domain, address, table, entry, out page);
            }

            DmaOutcome outcome = Descend(indexes, entry, ref table);
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            directories.Insert(domain, address, table, generation);
        }
    }

    private static DmaOutcome Descend(HostVirtualAddress indexes, HostPageTableEntry entry, ref HostTable table)
    {
        HostPageDirectoryEntry directory = HostPageDirectoryEntry.FromRaw(entry.ToRaw());
        if (directory.NextLevel >= table.Level || !directory.TryValidate(out _))
        {
            return DmaOutcome.IllegalPageTableEntry;
        }

        for (int skipped = directory.NextLevel + 1; skipped < table.Level; skipped++)
        {
            if (indexes.IndexAt(skipped) != 0)
            {
                return DmaOutcome.AddressOutOfRange;
            }
        }

        table = new HostTable(directory.Address, directory.NextLevel, table.Permissions & PermissionsOf(entry));
        return DmaOutcome.Translated;
    }

    private static DmaOutcome TakePage(DomainId domain, ulong address, HostTable table, HostPageTableEntry entry, out TaggedRegion page)
    {
        page = default;
        if (!entry.TryValidate(out _))
        {
            return DmaOutcome.IllegalPageTableEntry;
        }

        ulong defaultSize = HostTable.PageSize(table.Level);
        ulong size = defaultSize;
        ulong physical = entry.Address - (entry.Address % size);
        if (entry.NextLevel == HostPageTableEntry.SizedPage)
        {
            // A sized page lies between the default sizes of its own level and of the next.
            size = entry.Range.Last - entry.Range.Start + 1;
            physical = entry.Range.Start;
            if (size <= defaultSize || (table.Level < HostTable.HighestLevel && size >= HostTable.PageSize(table.Level + 1)))
            {
                return DmaOutcome.IllegalPageTableEntry;
            }
        }

        page = new TaggedRegion(domain, address - (address % size), size, physical, table.Permissions & PermissionsOf(entry));
        return DmaOutcome.Translated;
    }

    private static Permissions PermissionsOf(HostPageTableEntry entry) =>
        (entry.ReadAllowed ? Permissions.Read : Permissions.None) | (entry.WriteAllowed ? Permissions.Write : Permissions.None);
}
