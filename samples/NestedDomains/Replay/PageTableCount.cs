using DeclIommu.Formats;
using DeclIommu.Memory;

namespace NestedDomains.Replay;

/// <summary>Counts the leaf mappings that a host page table reaches.</summary>
internal sealed class PageTableCount(IPhysicalMemory memory)
{
    private const int EntriesPerTable = 512;

    // Tables may be shared, even by a hostile recording that shares them at every level: each is counted once a level.
    private readonly Dictionary<(ulong Address, int Level), long> _counted = [];

    /// <summary>Where a table should have been that the memory does not hold; null if all were there.</summary>
    public ulong? MissingTable { get; private set; }

    public long Leaves(ulong table, int level)
    {
        if (_counted.TryGetValue((table, level), out long leaves))
        {
            return leaves;
        }

        if (!memory.TryGetSpan(table, EntriesPerTable * HostPageTableEntry.SizeInBytes, out Span<byte> bytes))
        {
            MissingTable ??= table;
            return 0;
        }

        for (int index = 0; index < EntriesPerTable; index++)
        {
            var entry = HostPageTableEntry.Read(bytes[(index * HostPageTableEntry.SizeInBytes)..]);
            leaves += Leaves(entry, level);
        }

        _counted.Add((table, level), leaves);
        return leaves;
    }

    private long Leaves(HostPageTableEntry entry, int level)
    {
        if (!entry.IsPresent)
        {
            return 0;
        }

        if (entry.NextLevel is HostPageTableEntry.Page or HostPageTableEntry.SizedPage)
        {
            return 1;
        }

        return entry.NextLevel < level ? Leaves(entry.Address, entry.NextLevel) : 0;
    }
}
