using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Robustness;

/// <summary>Breaks source at random, as typing and merging do; a seed names each result.</summary>
internal static class BrokenSource
{
    /// <summary>The text with up to four things done to it; <paramref name="other"/> is what the rest of another file is taken from.</summary>
    public static string Of(string text, string other, int seed)
    {
        var random = new Random(seed);
        for (int round = random.Next(1, 5); round > 0; round--)
        {
            text = Break(text, other, random);
        }

        return text;
    }

    private static string Break(string text, string other, Random random)
    {
        SyntaxToken[] tokens = Tokens(text);
        if (tokens.Length < 2)
        {
            return text;
        }

        int index = random.Next(tokens.Length);
        SyntaxToken token = tokens[index];
        SyntaxToken second = tokens[random.Next(tokens.Length)];
        return random.Next(10) switch
        {
            0 or 1 or 2 => Replace(text, (token, "")),
            3 => Replace(text, (token, token.Text + " " + token.Text)),
            4 => Replace(text, (token, second.Text), (second, token.Text)),
            5 => Replace(text, (token, second.Text)),
            6 => WithoutRun(text, tokens, index, random.Next(1, 12)),
            7 => text[..random.Next(text.Length)],
            8 => text[..token.SpanStart] + TailOf(other, random),
            _ => text[..token.SpanStart] + Slice(other, random) + text[token.SpanStart..],
        };
    }

    private static SyntaxToken[] Tokens(string text)
        => [.. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Where(static token => token.Span.Length > 0)];

    private static string Replace(string text, params (SyntaxToken Token, string Text)[] changes)
    {
        var changed = new StringBuilder(text);
        foreach ((SyntaxToken token, string replacement) in changes.DistinctBy(static change => change.Token.SpanStart).OrderByDescending(static change => change.Token.SpanStart))
        {
            changed.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, replacement + " ");
        }

        return changed.ToString();
    }

    private static string WithoutRun(string text, SyntaxToken[] tokens, int first, int length)
        => text.Remove(tokens[first].SpanStart, tokens[Math.Min(first + length, tokens.Length) - 1].Span.End - tokens[first].SpanStart);

    private static string TailOf(string other, Random random)
    {
        SyntaxToken[] tokens = Tokens(other);
        return tokens.Length == 0 ? "" : other[tokens[random.Next(tokens.Length)].SpanStart..];
    }

    private static string Slice(string other, Random random)
    {
        SyntaxToken[] tokens = Tokens(other);
        if (tokens.Length == 0)
        {
            return "";
        }

        int first = random.Next(tokens.Length);
        return other[tokens[first].SpanStart..tokens[Math.Min(first + random.Next(1, 60), tokens.Length - 1)].Span.End] + " ";
    }
}
