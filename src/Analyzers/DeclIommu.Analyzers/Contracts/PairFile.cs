using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>
/// Reads <c>*.pairs.txt</c>: members of libraries that belong together. A line holds the documentation-comment IDs of the member that gives and of
/// the one that takes back, and, if the first can fail, the value that it then returns: <c>M:Vendor.Pool.Take M:Vendor.Pool.Give(Vendor.Item) null</c>.
/// What is given is the result, or the object itself where the result is nothing or a bool. Lines that begin with # are comments.
/// </summary>
internal static class PairFile
{
    public const string Suffix = ".pairs.txt";

    public static bool Is(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    public static ImmutableDictionary<string, PairRole> Read(IEnumerable<AdditionalText> files, Compilation compilation)
    {
        ImmutableDictionary<string, PairRole> roles = ImmutableDictionary<string, PairRole>.Empty;
        foreach (TextLine line in files.Where(static file => Is(file.Path)).SelectMany(static file => file.GetText()?.Lines ?? Enumerable.Empty<TextLine>()))
        {
            if (Parse(line.ToString(), out string acquire, out string release, out KnownPair? pair) is null && pair is not null
                && DocumentationCommentId.GetFirstSymbolForDeclarationId(acquire, compilation) is IMethodSymbol giver
                && DocumentationCommentId.GetFirstSymbolForDeclarationId(release, compilation) is IMethodSymbol taker)
            {
                pair = pair with { Acquire = Name(giver), Release = Name(taker) };
                bool givesResult = giver.ReturnType.SpecialType is not (SpecialType.System_Void or SpecialType.System_Boolean);
                bool takesReceiver = !taker.IsStatic && (!givesResult || taker.Parameters.IsEmpty);
                roles = roles.SetItem(acquire, new PairRole(pair, givesResult ? PairTarget.Result : PairTarget.Receiver, null));
                roles = roles.SetItem(release, new PairRole(pair, null, takesReceiver ? PairTarget.Receiver : PairTarget.Parameter));
            }
        }

        return roles;
    }

    /// <summary>The members that files speak of.</summary>
    public static IEnumerable<string> Ids(IEnumerable<AdditionalText> files)
    {
        foreach (TextLine line in files.Where(static file => Is(file.Path)).SelectMany(static file => file.GetText()?.Lines ?? Enumerable.Empty<TextLine>()))
        {
            if (Parse(line.ToString(), out string acquire, out string release, out KnownPair? pair) is null && pair is not null)
            {
                yield return acquire;
                yield return release;
            }
        }
    }

    /// <summary>Reads one line; the reason if it cannot be read. An empty line or a comment gives no pair.</summary>
    public static string? Parse(string line, out string acquire, out string release, out KnownPair? pair)
    {
        acquire = "";
        release = "";
        pair = null;
        string text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        string[] parts = text.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 3)
        {
            return "a line is the ID of the member that gives, the ID of the one that takes back, and the value of failure if there is one";
        }

        foreach (string id in parts.Take(2))
        {
            if (!id.StartsWith("M:", StringComparison.Ordinal) || id.Length < 3)
            {
                return "'" + id + "' is no documentation-comment ID of a method";
            }
        }

        acquire = parts[0];
        release = parts[1];
        pair = new KnownPair(acquire, release);
        return parts.Length == 2 ? null : ParseFailure(parts[2], ref pair);
    }

    private static string? ParseFailure(string text, ref KnownPair pair)
    {
        object? failure;
        switch (text)
        {
            case "null":
                failure = null;
                break;
            case "true" or "false":
                failure = text is "true";
                break;
            default:
                if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                {
                    return "'" + text + "' is neither null nor a bool nor a number";
                }

                failure = number;
                break;
        }

        pair = pair with { CanFail = true, Failure = failure };
        return null;
    }

    private static string Name(IMethodSymbol method) => method.ContainingType.Name + "." + method.Name;
}
