using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Remembers at each place that matters whether a lock was held on all paths to it, on none, or on some.</summary>
internal sealed class JoinLog
{
    private readonly Dictionary<(AccessPath Lock, Location Place), Entry> _entries = new();

    public void Observe(AccessPath @lock, bool isHeld, Location place, bool isSoft, LockOrigin? origin)
    {
        if (isSoft)
        {
            return;
        }

        if (!_entries.TryGetValue((@lock, place), out Entry? entry))
        {
            _entries.Add((@lock, place), entry = new Entry());
        }

        entry.IsScoped |= origin is LockOrigin.Scoped;
        if (isHeld)
        {
            entry.Held++;
        }
        else
        {
            entry.NotHeld++;
        }
    }

    /// <summary>The locks that only some paths hold where they meet.</summary>
    public IEnumerable<(AccessPath Lock, Location Place)> Mismatches()
    {
        foreach (KeyValuePair<(AccessPath Lock, Location Place), Entry> entry in _entries)
        {
            if (entry.Value is { Held: > 0, NotHeld: > 0, IsScoped: false })
            {
                yield return (entry.Key.Lock, entry.Key.Place);
            }
        }
    }

    private sealed class Entry
    {
        public int Held { get; set; }

        public int NotHeld { get; set; }

        public bool IsScoped { get; set; }
    }
}
