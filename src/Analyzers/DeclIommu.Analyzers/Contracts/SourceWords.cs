using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Tells from the text of a source alone what it can have to do with: most sources name no lock, and nothing of them is bound.</summary>
internal static class SourceWords
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<WordKinds>> s_trees = new();
    private static readonly ConditionalWeakTable<Compilation, StrongBox<WordKinds>> s_compilations = new();

    public static WordKinds Of(SyntaxTree tree) => s_trees.GetValue(tree, static known => new StrongBox<WordKinds>(Scan(known, WordKinds.None, places: null))).Value;

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

    /// <summary>Where the words of some kinds begin, those of comments included.</summary>
    public static List<int> Places(SyntaxTree tree, WordKinds kinds)
    {
        var places = new List<int>();
        Scan(tree, kinds, places);
        return places;
    }

    private static WordKinds Scan(SyntaxTree tree, WordKinds wanted, List<int>? places)
    {
        string text = tree.GetText().ToString();
        var kinds = WordKinds.None;
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
                WordKinds kind = KindOf(word);
                kinds |= kind;
                hasProduct |= word[0] is 'D' && Is(word, "DeclIommu");
                hasContracts |= word[0] is 'C' && Is(word, "Contracts");
                if ((kind & wanted) != 0)
                {
                    places!.Add(start);
                }
            }
        }

        return hasProduct && hasContracts ? kinds | WordKinds.Contract : kinds;
    }

    private static WordKinds KindOf(ReadOnlySpan<char> word) => word[0] switch
    {
        'l' when Is(word, "lock") => WordKinds.Locking | WordKinds.LockLike | WordKinds.LockStatement,
        'p' when Is(word, "partial") => WordKinds.PartialType,
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

    private static bool IsPart(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or > '\x7F';
}
