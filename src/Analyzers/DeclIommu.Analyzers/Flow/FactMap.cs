using System;
using System.Collections;
using System.Collections.Generic;

namespace DeclIommu.Analyzers.Flow;

/// <summary>An immutable map of a few facts, equal to another with the same entries in any order.</summary>
internal sealed class FactMap<TKey, TValue> : IEquatable<FactMap<TKey, TValue>>, IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : class
    where TValue : notnull
{
    public static readonly FactMap<TKey, TValue> Empty = new(Array.Empty<KeyValuePair<TKey, TValue>>());

    private readonly KeyValuePair<TKey, TValue>[] _entries;
    private readonly int _hash;

    private FactMap(KeyValuePair<TKey, TValue>[] entries)
    {
        _entries = entries;
        int hash = entries.Length;
        foreach (KeyValuePair<TKey, TValue> entry in entries)
        {
            hash ^= unchecked((AtomComparer.Instance.GetHashCode(entry.Key) * 31) + entry.Value.GetHashCode());
        }

        _hash = hash;
    }

    public int Count => _entries.Length;

    public bool TryGet(TKey key, out TValue value)
    {
        int index = IndexOf(key);
        value = index < 0 ? default! : _entries[index].Value;
        return index >= 0;
    }

    public TValue? Find(TKey key) => TryGet(key, out TValue value) ? value : default;

    public bool Contains(TKey key) => IndexOf(key) >= 0;

    public FactMap<TKey, TValue> Set(TKey key, TValue value)
    {
        int index = IndexOf(key);
        if (index >= 0 && EqualityComparer<TValue>.Default.Equals(_entries[index].Value, value))
        {
            return this;
        }

        var entries = new KeyValuePair<TKey, TValue>[_entries.Length + (index < 0 ? 1 : 0)];
        Array.Copy(_entries, entries, _entries.Length);
        entries[index < 0 ? _entries.Length : index] = new KeyValuePair<TKey, TValue>(key, value);
        return new FactMap<TKey, TValue>(entries);
    }

    public FactMap<TKey, TValue> Remove(TKey key)
    {
        int index = IndexOf(key);
        if (index < 0)
        {
            return this;
        }

        if (_entries.Length == 1)
        {
            return Empty;
        }

        var entries = new KeyValuePair<TKey, TValue>[_entries.Length - 1];
        Array.Copy(_entries, entries, index);
        Array.Copy(_entries, index + 1, entries, index, entries.Length - index);
        return new FactMap<TKey, TValue>(entries);
    }

    /// <summary>The entries that both have alike.</summary>
    public FactMap<TKey, TValue> Intersect(FactMap<TKey, TValue> other)
    {
        if (Equals(other))
        {
            return this;
        }

        var entries = new List<KeyValuePair<TKey, TValue>>();
        foreach (KeyValuePair<TKey, TValue> entry in _entries)
        {
            if (other.TryGet(entry.Key, out TValue value) && EqualityComparer<TValue>.Default.Equals(value, entry.Value))
            {
                entries.Add(entry);
            }
        }

        return entries.Count == _entries.Length ? this : new FactMap<TKey, TValue>(entries.ToArray());
    }

    public bool Equals(FactMap<TKey, TValue>? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || _hash != other._hash || _entries.Length != other._entries.Length)
        {
            return false;
        }

        foreach (KeyValuePair<TKey, TValue> entry in _entries)
        {
            if (!other.TryGet(entry.Key, out TValue value) || !EqualityComparer<TValue>.Default.Equals(value, entry.Value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FactMap<TKey, TValue>);

    public override int GetHashCode() => _hash;

    /// <summary>The entries, without an enumerator on the heap: they are gone through at every operation.</summary>
    public Enumerator GetEnumerator() => new(_entries);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    private int IndexOf(TKey key)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (AtomComparer.Instance.Equals(_entries[i].Key, key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Goes through the entries.</summary>
    public struct Enumerator
    {
        private readonly KeyValuePair<TKey, TValue>[] _entries;
        private int _index;

        internal Enumerator(KeyValuePair<TKey, TValue>[] entries)
        {
            _entries = entries;
            _index = -1;
        }

        public readonly KeyValuePair<TKey, TValue> Current => _entries[_index];

        public bool MoveNext() => ++_index < _entries.Length;
    }
}
