using System;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Tells from the text of a source alone what it can have to do with: most sources name no lock, and nothing of them is bound.</summary>
internal static class SourceWords
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<WordKinds>> s_trees = new();
    private static readonly ConditionalWeakTable<Compilation, StrongBox<WordKinds>> s_compilations = new();

    public static WordKinds Of(SyntaxTree tree) => s_trees.GetValue(tree, static known => new StrongBox<WordKinds>(Scan(known.GetText().ToString()))).Value;

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

    private static WordKinds Scan(string text)
    {
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
                kinds |= KindOf(word);
                hasProduct |= word[0] is 'D' && word.SequenceEqual("DeclIommu".AsSpan());
                hasContracts |= word[0] is 'C' && word.SequenceEqual("Contracts".AsSpan());
            }
        }

        return hasProduct && hasContracts ? kinds | WordKinds.Contract : kinds;
    }

    private static WordKinds KindOf(ReadOnlySpan<char> word) => word[0] switch
    {
        'l' when word.SequenceEqual("lock".AsSpan()) => WordKinds.Locking,
        'L' when word.SequenceEqual("Lock".AsSpan()) => WordKinds.LockType,
        'S' when word.SequenceEqual("SpinLock".AsSpan()) => WordKinds.LockType,
        'S' when word.StartsWith("SignalAndWait".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'E' when word.StartsWith("Enter".AsSpan(), StringComparison.Ordinal) || word.StartsWith("Exit".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'T' when word.StartsWith("TryEnter".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'W' when word.StartsWith("Wait".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'P' when word.StartsWith("Pulse".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'R' when word.StartsWith("Release".AsSpan(), StringComparison.Ordinal) => WordKinds.Locking,
        'R' when word.SequenceEqual("Rent".AsSpan()) || word.SequenceEqual("Return".AsSpan()) || word.StartsWith("ReAlloc".AsSpan(), StringComparison.OrdinalIgnoreCase) => WordKinds.Pair,
        'A' when word.StartsWith("Alloc".AsSpan(), StringComparison.Ordinal) || word.StartsWith("Aligned".AsSpan(), StringComparison.Ordinal) => WordKinds.Pair,
        'F' when word.StartsWith("Free".AsSpan(), StringComparison.Ordinal) => WordKinds.Pair,
        'S' when word.StartsWith("StringTo".AsSpan(), StringComparison.Ordinal) => WordKinds.Pair,
        'D' when word.StartsWith("Dangerous".AsSpan(), StringComparison.Ordinal) => WordKinds.Pair,
        _ => WordKinds.None,
    };

    private static bool IsPart(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or > '\x7F';
}
