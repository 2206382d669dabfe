using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Walks host (version 1) page tables. AMD IOMMU specification, 48882, I/O page tables.</summary>
/// <remarks>
/// Without a cache of page directories every walk starts at the root. Every table entry is read once, and again only if software changed it while a bit was to be set in it; each step goes down at least one level, so whatever the tables
/// hold, a walk ends.
/// </remarks>
internal sealed class HostPageTableWalker(IPhysicalMemory memory, PageDirectoryCache? directories)
{
    private const int EntrySize = HostPageTableEntry.SizeInBytes;

    private static readonly ulong AccessedBit = new HostPageTableEntry { Accessed = true }.ToRaw();
    private static readonly ulong DirtyBit = new HostPageTableEntry { Dirty = true }.ToRaw();

    /// <summary>Finds the page that an address lies in.</summary>
    /// <param name="domain">The domain that the tables belong to.</param>
    /// <param name="root">The root table, of level 1 to 6.</param>
    /// <param name="address">The address.</param>
    /// <param name="access">What for.</param>
    /// <param name="page">The page, if the outcome is <see cref="DmaOutcome.Translated"/>.</param>
    /// <param name="entryAddress">The physical address of the last table entry asked for.</param>
    /// <returns>The outcome; permissions are collected, not judged.</returns>
    internal DmaOutcome Walk(DomainId domain, HostTable root, ulong address, HostAccess access, out TaggedRegion page, out ulong entryAddress)
    {
        page = default;
        entryAddress = 0;
        if (root.Level < HostTable.HighestLevel && address >= HostTable.Reach(root.Level))
        {
            return DmaOutcome.AddressOutOfRange;
        }

        int generation = directories?.Generation ?? 0;
        HostTable table = directories is not null && directories.TryFind(domain, address, out HostTable cached) && cached.Level < root.Level ? cached : root;
        HostVirtualAddress indexes = HostVirtualAddress.FromRaw(address);
        while (true)
        {
            entryAddress = table.Address + (ulong)(indexes.IndexAt(table.Level) * EntrySize);
            if (!memory.TryReadWord(entryAddress, out ulong raw))
            {
                return DmaOutcome.PageTableUnreadable;
            }

            HostPageTableEntry entry = HostPageTableEntry.FromRaw(raw);
            if (!entry.IsPresent)
            {
                return DmaOutcome.NotPresent;
            }

            DmaOutcome outcome;
            if (entry.NextLevel is HostPageTableEntry.Page or HostPageTableEntry.SizedPage)
            {
                outcome = TakePage(domain, address, table, entry, out page);
                if (outcome == DmaOutcome.Translated && !TryMarkPage(entryAddress, raw, access, ref page))
                {
                    continue;
                }

                return outcome;
            }

            HostTable next = table;
            outcome = Descend(indexes, entry, ref next);
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            if (access.SetsAccessed && !entry.Accessed && !memory.TryReplaceWord(entryAddress, raw, raw | AccessedBit))
            {
                continue;
            }

            table = next;
            directories?.Insert(domain, address, table, generation);
        }
    }

    // False if software has changed the entry meanwhile.
    private bool TryMarkPage(ulong entryAddress, ulong raw, HostAccess access, ref TaggedRegion page)
    {
        Permissions permitted = page.Permissions & access.Granted;
        bool isWritten = access.Wanted.Includes(Permissions.Write) && (permitted & access.Wanted) == access.Wanted;
        ulong marked = raw | (access.SetsAccessed ? AccessedBit : 0) | (access.SetsDirty && isWritten ? DirtyBit : 0);
        if (marked != raw && !memory.TryReplaceWord(entryAddress, raw, marked))
        {
            return false;
        }

        bool isDirty = HostPageTableEntry.FromRaw(marked).Dirty;
        page = page with { Traits = access.SetsDirty && !isDirty ? RegionTraits.DefersDirty : RegionTraits.None };
        return true;
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
