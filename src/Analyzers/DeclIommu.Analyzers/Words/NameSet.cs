using System;
using System.Collections.Generic;

namespace DeclIommu.Analyzers.Words;

/// <summary>A set of names that the words of sources can be looked up in. Not to be changed any more once it is shared.</summary>
internal sealed class NameSet
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<int> _hashes = new();

    public int Count => _names.Count;

    public IEnumerable<string> Names => _names;

    /// <summary>Adds a name; false if it is there already.</summary>
    public bool Add(string name)
    {
        if (!_names.Add(name))
        {
            return false;
        }

        _hashes.Add(SourceWords.Hash(name.AsSpan()));
        return true;
    }

    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Whether a word with the hash may be one of the names.</summary>
    public bool MayContain(int hash) => _hashes.Contains(hash);
}
