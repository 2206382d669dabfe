using System.Runtime.CompilerServices;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>Where a walk of a host page table stands: at an entry of a table.</summary>
internal struct HostWalk
{
    private const int EntrySize = HostPageTableEntry.SizeInBytes;

    private readonly HostVirtualAddress _indexes;
    private ulong _table;

    // The bits that all entries on the way have: permissions are collected without taking the entries apart.
    private ulong _common;

    private readonly Permissions _permissions;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal HostWalk(HostTable start, ulong address)
    {
        _indexes = HostVirtualAddress.FromRaw(address);
        _permissions = start.Permissions;
        _table = start.Address;
        _common = ulong.MaxValue;
        Level = start.Level;
    }

    /// <summary>The entry, as it was read last.</summary>
    internal HostPageTableEntry Entry { get; private set; }

    /// <summary>The level of the table that the entry lies in.</summary>
    internal int Level { get; private set; }

    /// <summary>The permissions of all entries on the way, this one among them, ANDed.</summary>
    internal readonly Permissions Permissions
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            HostPageTableEntry common = HostPageTableEntry.FromRaw(_common & Entry.ToRaw());
            return _permissions & ((common.ReadAllowed ? Permissions.Read : Permissions.None) | (common.WriteAllowed ? Permissions.Write : Permissions.None));
        }
    }

    /// <summary>The table that the entry leads to, if it is no page.</summary>
    internal readonly HostTable Next => new(Entry.Address, Entry.NextLevel, Permissions);

    /// <summary>Reads the entry, and those that it leads to, down to a page.</summary>
    /// <param name="memory">The memory that the tables lie in.</param>
    /// <param name="stopsAtDirectories">Whether to go no further than the first entry.</param>
    /// <param name="entryAddress">Where the entry was read.</param>
    /// <returns><see cref="DmaOutcome.Translated"/> if the entry is a page, whose size is still to be looked at, or a legal directory stopped at.</returns>
    internal DmaOutcome Descend<TMemory>(TMemory memory, bool stopsAtDirectories, out ulong entryAddress)
        where TMemory : struct, ITableMemory
    {
        // All in locals, which are registers.
        HostVirtualAddress indexes = _indexes;
        ulong table = _table;
        ulong common = _common;
        int level = Level;
        HostPageTableEntry entry = default;
        DmaOutcome outcome;
        while (true)
        {
            ulong place = table + ((uint)indexes.IndexAt(level) * (ulong)EntrySize);
            entryAddress = place;
            if (!memory.TryRead(place, out ulong raw))
            {
                outcome = DmaOutcome.PageTableUnreadable;
                break;
            }

            entry = HostPageTableEntry.FromRaw(raw);
            if (!entry.IsPresent)
            {
                outcome = DmaOutcome.NotPresent;
                break;
            }

            int next = entry.NextLevel;
            if (entry.IsPage)
            {
                outcome = entry.TryValidate(out _) ? DmaOutcome.Translated : DmaOutcome.IllegalPageTableEntry;
                break;
            }

            if (next >= level || !HostPageDirectoryEntry.FromRaw(raw).TryValidate(out _))
            {
                outcome = DmaOutcome.IllegalPageTableEntry;
                break;
            }

            // The address has an index at a level that the entry skips.
            if (next + 1 < level && indexes.ToRaw().OffsetIn(HostTable.PageSize(level)) >= HostTable.Reach(next))
            {
                outcome = DmaOutcome.AddressOutOfRange;
                break;
            }

            if (stopsAtDirectories)
            {
                outcome = DmaOutcome.Translated;
                break;
            }

            common &= raw;
            table = entry.Address;
            level = next;
        }

        _table = table;
        _common = common;
        Level = level;
        Entry = entry;
        return outcome;
    }
}
