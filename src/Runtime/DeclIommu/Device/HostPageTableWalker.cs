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

        int generation = 0;
        bool stopsAtDirectories = directories is not null || access.SetsBits;
        HostWalk walk = new(root, address);
        if (directories is not null)
        {
            walk = new HostWalk(FindStart(domain, root, address, out generation), address);
        }

        while (true)
        {
            DmaOutcome outcome = _flat is { } flat
                ? walk.Descend(flat.Tables, stopsAtDirectories, out entryAddress)
                : walk.Descend(new AnyTableMemory(memory), stopsAtDirectories, out entryAddress);
            if (outcome != DmaOutcome.Translated)
            {
                return outcome;
            }

            HostPageTableEntry entry = walk.Entry;
            if (!entry.IsPage)
            {
                if (TryMarkDirectory(entryAddress, entry, access))
                {
                    directories?.Insert(domain, address, walk.Next, generation);
                    walk = new HostWalk(walk.Next, address);
                }

                continue;
            }

            ulong size = entry.NextLevel == HostPageTableEntry.Page ? HostTable.PageSize(walk.Level) : SizeOf(entry, walk.Level);
            if (size == 0)
            {
                return DmaOutcome.IllegalPageTableEntry;
            }

            Permissions permissions = walk.Permissions;
            page = new TaggedRegion(domain, address.AlignDown(size), size, entry.Address.AlignDown(size), permissions);
            if (!access.SetsBits || TryMarkPage(entryAddress, entry, access, ref page))
            {
                return DmaOutcome.Translated;
            }
        }
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
    private static ulong SizeOf(HostPageTableEntry entry, int level)
    {
        ulong size = entry.Range.Last - entry.Range.Start + 1;
        return size <= HostTable.PageSize(level) || (level < HostTable.HighestLevel && size >= HostTable.PageSize(level + 1)) ? 0 : size;
    }

    // False if software has changed the entry meanwhile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryMarkDirectory(ulong entryAddress, HostPageTableEntry entry, HostAccess access) =>
        !access.SetsAccessed || entry.Accessed || memory.TryReplaceWord(entryAddress, entry.ToRaw(), (entry with { Accessed = true }).ToRaw());

    // False if software has changed the entry meanwhile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryMarkPage(ulong entryAddress, HostPageTableEntry entry, HostAccess access, ref TaggedRegion page)
    {
        bool isWritten = access.Wanted.Includes(Permissions.Write) && (page.Permissions & access.Granted).Includes(access.Wanted);
        HostPageTableEntry marked = entry with { Accessed = entry.Accessed || access.SetsAccessed, Dirty = entry.Dirty || (access.SetsDirty && isWritten) };
        page = page with { Traits = access.SetsDirty && !marked.Dirty ? RegionTraits.DefersDirty : RegionTraits.None };
        return marked == entry || memory.TryReplaceWord(entryAddress, entry.ToRaw(), marked.ToRaw());
    }
}
