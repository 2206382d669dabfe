using System.Runtime.CompilerServices;
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
    private readonly PhysicalMemory? _flat = memory as PhysicalMemory;

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
        if (!root.Translates(address))
        {
            return DmaOutcome.AddressOutOfRange;
        }

        if (directories is not null || access.SetsBits)
        {
            return WalkByDirectory(domain, root, address, access, ref page, out entryAddress);
        }

        DmaOutcome outcome = Descend(root, address, stopsAtDirectories: false, out HostEntry entry);
        entryAddress = entry.Address;
        return outcome == DmaOutcome.Translated ? TakePage(domain, address, entry, root.Permissions, ref page) : outcome;
    }

    // As a walk at one go, but every directory is marked and kept on the way.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DmaOutcome WalkByDirectory(DomainId domain, HostTable root, ulong address, HostAccess access, ref TaggedRegion page, out ulong entryAddress)
    {
        int generation = 0;
        HostTable table = directories is null ? root : FindStart(domain, root, address, out generation);
        while (true)
        {
            DmaOutcome outcome = Descend(table, address, stopsAtDirectories: true, out HostEntry entry);
            entryAddress = entry.Address;
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            if (entry.Content.IsPage)
            {
                outcome = TakePage(domain, address, entry, table.Permissions, ref page);
                if (outcome != DmaOutcome.Translated || !access.SetsBits || TryMarkPage(entry, access, ref page))
                {
                    return outcome;
                }
            }
            else if (TryMarkDirectory(entry, access))
            {
                table = new HostTable(entry.Content.Address, entry.Content.NextLevel, table.Permissions & entry.Permissions);
                directories?.Insert(domain, address, table, generation);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DmaOutcome Descend(HostTable table, ulong address, bool stopsAtDirectories, out HostEntry found) => _flat is { } flat
        ? Descend(flat.Tables, table.Address, table.Level, address, stopsAtDirectories, out found)
        : Descend(new AnyTableMemory(memory), table.Address, table.Level, address, stopsAtDirectories, out found);

    // Reads the entry of an address, and those that it leads to, down to a page whose size is still to be looked at, or no further than to a first legal directory.
    private static DmaOutcome Descend<TMemory>(TMemory memory, ulong table, int level, ulong address, bool stopsAtDirectories, out HostEntry found)
        where TMemory : struct, ITableMemory
    {
        HostVirtualAddress indexes = HostVirtualAddress.FromRaw(address);

        // The bits that all entries on the way have: permissions are collected without taking the entries apart.
        ulong common = ulong.MaxValue;
        HostPageTableEntry entry = default;
        ulong place;
        DmaOutcome outcome;
        while (true)
        {
            place = table + indexes.EntryOffsetAt(level);
            if (!memory.TryRead(place, out ulong raw))
            {
                outcome = DmaOutcome.PageTableUnreadable;
                break;
            }

            entry = HostPageTableEntry.FromRaw(raw);
            common &= raw;
            if (!entry.IsPresent)
            {
                outcome = DmaOutcome.NotPresent;
                break;
            }

            if (entry.IsPage)
            {
                outcome = entry.TryValidate(out _) ? DmaOutcome.Translated : DmaOutcome.IllegalPageTableEntry;
                break;
            }

            int next = entry.NextLevel;
            if (next >= level || !HostPageDirectoryEntry.FromRaw(raw).TryValidate(out _))
            {
                outcome = DmaOutcome.IllegalPageTableEntry;
                break;
            }

            // The address has an index at a level that the entry skips.
            if (next + 1 < level && address.OffsetIn(HostTable.PageSize(level)) >= HostTable.Reach(next))
            {
                outcome = DmaOutcome.AddressOutOfRange;
                break;
            }

            if (stopsAtDirectories)
            {
                outcome = DmaOutcome.Translated;
                break;
            }

            table = entry.Address;
            level = next;
        }

        found = new HostEntry(place, entry, level, HostPageTableEntry.FromRaw(common).Permissions);
        return outcome;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DmaOutcome TakePage(DomainId domain, ulong address, in HostEntry entry, Permissions granted, ref TaggedRegion page)
    {
        ulong size = entry.Content.NextLevel == HostPageTableEntry.Page ? HostTable.PageSize(entry.Level) : SizeOf(entry);
        if (size == 0)
        {
            return DmaOutcome.IllegalPageTableEntry;
        }

        page = new TaggedRegion(domain, address.AlignDown(size), size, entry.Content.Address.AlignDown(size), granted & entry.Permissions);
        return DmaOutcome.Translated;
    }

    // The lowest table cached for the address, or the root.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private HostTable FindStart(DomainId domain, HostTable root, ulong address, out int generation)
    {
        generation = directories!.Generation;
        return directories.TryFind(domain, address, out HostTable cached) && cached.Level < root.Level ? cached : root;
    }

    // The size of a sized page, which lies between the default sizes of its own level and of the next; 0 if it does not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong SizeOf(in HostEntry entry)
    {
        PageRange range = entry.Content.Range;
        ulong size = range.Last - range.Start + 1;
        return size <= HostTable.PageSize(entry.Level) || (entry.Level < HostTable.HighestLevel && size >= HostTable.PageSize(entry.Level + 1)) ? 0 : size;
    }

    // False if software has changed the entry meanwhile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryMarkDirectory(in HostEntry entry, HostAccess access) =>
        !access.SetsAccessed || entry.Content.Accessed || memory.TryReplaceWord(entry.Address, entry.Content.ToRaw(), (entry.Content with { Accessed = true }).ToRaw());

    // False if software has changed the entry meanwhile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryMarkPage(in HostEntry entry, HostAccess access, ref TaggedRegion page)
    {
        bool isWritten = access.Wanted.Includes(Permissions.Write) && (page.Permissions & access.Granted).Includes(access.Wanted);
        HostPageTableEntry found = entry.Content;
        HostPageTableEntry marked = found with { Accessed = found.Accessed || access.SetsAccessed, Dirty = found.Dirty || (access.SetsDirty && isWritten) };
        page = page with { Traits = access.SetsDirty && !marked.Dirty ? RegionTraits.DefersDirty : RegionTraits.None };
        return marked == found || memory.TryReplaceWord(entry.Address, found.ToRaw(), marked.ToRaw());
    }
}
