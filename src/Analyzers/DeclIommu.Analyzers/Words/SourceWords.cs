using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Words;

/// <summary>The words of one source, those of comments included: they tell from the text alone what it can have to do with, before anything of it is bound.</summary>
internal sealed class SourceWords
{
    private static readonly ConditionalWeakTable<SyntaxTree, SourceWords> s_trees = new();
    private static readonly ConditionalWeakTable<Compilation, StrongBox<WordKinds>> s_compilations = new();

    private readonly SyntaxTree _tree;
    private readonly List<(int Place, WordKinds Kinds)> _marked = new();
    private Lists? _words;

    private SourceWords(SyntaxTree tree)
    {
        _tree = tree;
        string text = tree.GetText().ToString();
        bool hasProduct = false;
        bool hasContracts = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsPart(text[i]))
            {
                continue;
            }

            int start = i;
            while (i < text.Length && IsPart(text[i]))
            {
                i++;
            }

            if (i - start >= 4)
            {
                ReadOnlySpan<char> word = text.AsSpan(start, i - start);
                if (KindOf(word) is not WordKinds.None and var kinds)
                {
                    Kinds |= kinds;
                    _marked.Add((start, kinds));
                }

                hasProduct |= word[0] is 'D' && Is(word, "DeclIommu");
                hasContracts |= word[0] is 'C' && Is(word, "Contracts");
            }
        }

        if (hasProduct && hasContracts)
        {
            Kinds |= WordKinds.Contract;
        }
    }

    /// <summary>What its words can have to do with, all together.</summary>
    public WordKinds Kinds { get; }

    /// <summary>A name may be written with escapes, which the words do not show.</summary>
    public bool HasEscapes => Words.HasEscapes;

    // Where no contracts are used, nobody asks for more than the kinds.
    private Lists Words => _words ??= new Lists(_tree.GetText().ToString());

    public static SourceWords In(SyntaxTree tree) => s_trees.GetValue(tree, static known => new SourceWords(known));

    public static WordKinds Of(SyntaxTree tree) => In(tree).Kinds;

    /// <summary>The words of all sources together.</summary>
    public static WordKinds Of(Compilation compilation)
        => s_compilations.GetValue(compilation, static known =>
        {
            var kinds = WordKinds.None;
            foreach (SyntaxTree tree in known.SyntaxTrees)
            {
                kinds |= Of(tree);
            }

            return new StrongBox<WordKinds>(kinds);
        }).Value;

    /// <summary>Where the words begin that have to do with something of some kinds by their name alone.</summary>
    public IEnumerable<int> Places(WordKinds kinds)
    {
        foreach ((int place, WordKinds marked) in _marked)
        {
            if ((marked & kinds) != 0)
            {
                yield return place;
            }
        }
    }

    /// <summary>Where the words begin that are of some kinds or in a set; a few others too, whose hash is the same.</summary>
    public List<int> Places(WordKinds kinds, NameSet names)
    {
        Lists words = Words;
        var places = new List<int>();
        for (int i = 0; i < words.Places.Length; i++)
        {
            if ((words.Kinds[i] & kinds) != 0 || names.MayContain(words.Hashes[i]))
            {
                places.Add(words.Places[i]);
            }
        }

        return places;
    }

    /// <summary>Whether a word between two places, of the kinds if any are given, may be one of some names.</summary>
    public bool Say(int start, int end, NameSet? names, WordKinds kinds)
    {
        Lists words = Words;
        int first = Array.BinarySearch(words.Places, start);
        for (int i = first < 0 ? ~first : first; i < words.Places.Length && words.Places[i] < end; i++)
        {
            if ((kinds is WordKinds.None || (words.Kinds[i] & kinds) != 0) && (names is null || names.MayContain(words.Hashes[i])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The hash of a name, as the sets of names use it.</summary>
    public static int Hash(ReadOnlySpan<char> word)
    {
        uint hash = 2166136261;
        foreach (char character in word)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)hash;
    }

    private static WordKinds KindOf(ReadOnlySpan<char> word) => word[0] switch
    {
        'l' when Is(word, "lock") => WordKinds.Locking | WordKinds.LockLike | WordKinds.LockStatement,
        'p' when Is(word, "partial") => WordKinds.PartialType,
        'u' when Is(word, "using") => WordKinds.Using,
        'f' when Is(word, "from") => WordKinds.Query,
        'f' when Is(word, "foreach") => WordKinds.Using,
        'L' when Is(word, "Lock") => WordKinds.LockType,
        'S' when Is(word, "SpinLock") => WordKinds.LockType,
        'E' when Begins(word, "Enter") => Call(Is(word, "Enter") || Is(word, "EnterScope") || IsReaderWriter(word, "Enter")),
        'E' when Begins(word, "Exit") => Call(Is(word, "Exit") || IsReaderWriter(word, "Exit")),
        'T' when Begins(word, "TryEnter") => Call(Is(word, "TryEnter") || IsReaderWriter(word, "TryEnter")),
        'W' when Begins(word, "Wait") => Call(Is(word, "Wait") || Is(word, "WaitAsync") || Is(word, "WaitOne")),
        'P' when Begins(word, "Pulse") => Call(Is(word, "Pulse") || Is(word, "PulseAll")),
        'R' when Begins(word, "Release") => Call(Is(word, "Release") || Is(word, "ReleaseMutex")),
        'R' when Is(word, "Rent") || Is(word, "Return") || word.StartsWith("ReAlloc".AsSpan(), StringComparison.OrdinalIgnoreCase) => WordKinds.Pair,
        'A' when Begins(word, "Alloc") || Begins(word, "Aligned") => WordKinds.Pair,
        'F' when Begins(word, "Free") => WordKinds.Pair,
        'S' when Begins(word, "StringTo") => WordKinds.Pair,
        'D' when Begins(word, "Dangerous") => WordKinds.Pair,
        _ => WordKinds.None,
    };

    private static WordKinds Call(bool isOnLock) => isOnLock ? WordKinds.Locking | WordKinds.LockLike : WordKinds.LockLike;

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Length == name.Length && word.SequenceEqual(name.AsSpan());

    private static bool Begins(ReadOnlySpan<char> word, string name) => word.StartsWith(name.AsSpan(), StringComparison.Ordinal);

    private static bool IsReaderWriter(ReadOnlySpan<char> word, string verb)
        => word.Length > verb.Length && Begins(word, verb) && word.Slice(verb.Length) is var mode
            && (Is(mode, "ReadLock") || Is(mode, "WriteLock") || Is(mode, "UpgradeableReadLock"));

    private static bool IsCalled(string text, int end)
    {
        while (end < text.Length && text[end] is ' ' or '\r' or '\n' or '\t')
        {
            end++;
        }

        return end < text.Length && text[end] is '(' or '<' or '{';
    }

    private static bool IsPart(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or > '\x7F';

    /// <summary>Each word: where it begins, the hash of its name, and its kinds.</summary>
    private sealed class Lists
    {
        public Lists(string text)
        {
            var places = new List<int>(text.Length / 12);
            var hashes = new List<int>(text.Length / 12);
            var kinds = new List<WordKinds>(text.Length / 12);
            int made = -1;
            for (int i = 0; i < text.Length; i++)
            {
                if (!IsPart(text[i]))
                {
                    switch (text[i])
                    {
                        case '[' when kinds.Count > 0:
                            kinds[kinds.Count - 1] |= WordKinds.Indexed;
                            break;
                        case '{' when made >= 0:
                            kinds[made] |= WordKinds.Filled;
                            break;
                        // In a string or a comment it ends no statement.
                        case ';' when made >= 0 && text.AsSpan(places[made], i - places[made]).IndexOfAny('"', '\'', '/') < 0:
                            made = -1;
                            break;
                    }

                    continue;
                }

                int start = i;
                while (i < text.Length && IsPart(text[i]))
                {
                    i++;
                }

                ReadOnlySpan<char> word = text.AsSpan(start, i - start);
                WordKinds kind = word.Length >= 4 ? KindOf(word) : WordKinds.None;
                if (Is(word, "new"))
                {
                    kind = i < text.Length && text[i] == '(' ? WordKinds.ImplicitNew : WordKinds.None;
                    made = kinds.Count;
                }

                places.Add(start);
                hashes.Add(Hash(word));
                kinds.Add(kind | (IsCalled(text, i) ? WordKinds.Called : WordKinds.None));
                i--;
            }

            HasEscapes = text.IndexOf("\\u", StringComparison.OrdinalIgnoreCase) >= 0;
            Places = places.ToArray();
            Hashes = hashes.ToArray();
            Kinds = kinds.ToArray();
        }

        public int[] Places { get; }

        public int[] Hashes { get; }

        public WordKinds[] Kinds { get; }

        public bool HasEscapes { get; }
    }
}
