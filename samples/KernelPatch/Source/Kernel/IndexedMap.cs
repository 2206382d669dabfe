using System.Collections.Immutable;
using DeclIommu.Contracts;

namespace KernelPatch.Kernel;

/// <summary>A sparse array of objects, as the kernel's XArray.</summary>
/// <remarks>
/// Writers hold the map's lock; readers need none, for the array is never changed in place. The map holds no references: whoever counts the users of an object takes it
/// out with the last of them, under the lock. So an object found here is there only as long as the lock is held.
/// </remarks>
/// <param name="capacity">How many entries the map has memory for.</param>
public sealed class IndexedMap<T>(int capacity = ushort.MaxValue + 1)
    where T : class
{
    /// <summary>Guards the entries.</summary>
    public readonly Lock Lock = new();

    [WriteGuardedBy(nameof(Lock))]
    private volatile ImmutableSortedDictionary<ushort, T> _entries = ImmutableSortedDictionary<ushort, T>.Empty;

    /// <summary>True without entries.</summary>
    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>Drops every entry.</summary>
    [ExcludesLock(nameof(Lock))]
    public void Destroy()
    {
        lock (Lock)
        {
            _entries = _entries.Clear();
        }
    }

    /// <summary>The entry of an index.</summary>
    [BorrowedWhile(nameof(Lock))]
    public T? Load(ushort index) => _entries.GetValueOrDefault(index);

    /// <summary>The first entry at or after an index, which becomes its own; null if there is none.</summary>
    [BorrowedWhile(nameof(Lock))]
    public T? Find(ref int index)
    {
        foreach ((ushort key, T entry) in _entries)
        {
            if (key >= index)
            {
                index = key;
                return entry;
            }
        }

        return null;
    }

    /// <summary>Puts <paramref name="desired"/> in the place of <paramref name="expected"/>; returns what was there, or null with an error.</summary>
    [ExcludesLock(nameof(Lock))]
    [BorrowedWhile(nameof(Lock))]
    [ExchangesIfEqual(nameof(expected))]
    public T? CompareExchange(ushort index, T? expected, [Publishes] T? desired, out Errno error)
    {
        lock (Lock)
        {
            return CompareExchangeLocked(index, expected, desired, out error);
        }
    }

    /// <summary><see cref="CompareExchange"/> for whoever holds the lock.</summary>
    [RequiresLock(nameof(Lock))]
    [BorrowedWhile(nameof(Lock))]
    [ExchangesIfEqual(nameof(expected))]
    public T? CompareExchangeLocked(ushort index, T? expected, [Publishes] T? desired, out Errno error)
    {
        error = Errno.None;
        T? current = _entries.GetValueOrDefault(index);
        if (!ReferenceEquals(current, expected) || ReferenceEquals(current, desired))
        {
            return current;
        }

        if (desired is null)
        {
            _entries = _entries.Remove(index);
        }
        else if (current is null && _entries.Count == capacity)
        {
            error = Errno.NoMemory;
        }
        else
        {
            _entries = _entries.SetItem(index, desired);
        }

        return current;
    }
}
