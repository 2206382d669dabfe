using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes expressions that gather the bits of a field, and statements that spread them.</summary>
internal static class BitExpression
{
    public const string UInt128 = "global::System.UInt128";
    public const string Int128 = "global::System.Int128";

    /// <summary>The unsigned type in which the bits of a field are worked on.</summary>
    public static string Carrier(int width) => width > 64 ? UInt128 : "ulong";

    /// <summary>The bits of a field, shifted left by <paramref name="scale"/>; wide enough for both, at least 32 bits.</summary>
    public static string Gather(IReadOnlyList<WordSlice> slices, Storage storage, int scale, string self = "")
    {
        int width = slices.Sum(static slice => slice.Width);
        if (slices.Count == 1)
        {
            return GatherOne(slices[0], storage, scale, self);
        }

        string carrier = Carrier(width + scale);
        return string.Join(" | ", slices.Reverse().Select(slice => $"({Shift($"({carrier}){Parenthesized(GatherOne(slice, storage, 0, self))}", slice.ValueLsb + scale)})"));
    }

    /// <summary>The statements that store a field whose bits, shifted left by <paramref name="scale"/>, the variable <paramref name="bits"/> holds; it has no other bit.</summary>
    public static IEnumerable<string> Spread(IReadOnlyList<WordSlice> slices, Storage storage, string bits, int width, int scale)
    {
        foreach (WordSlice slice in slices)
        {
            string type = slice.Word.TypeName;
            int up = slice.Lsb - slice.ValueLsb - scale;
            string part = up >= 0 ? Shift(bits, up) : $"{bits} >> {-up}";
            string term = Parenthesized(part);
            if (slice.Width == slice.Word.Bits)
            {
                yield return storage.Set(slice.Word, type == Carrier(width) ? part : $"unchecked(({type}){term})");
                continue;
            }

            if (width > 64)
            {
                part = $"unchecked((ulong){term})";
                term = part;
            }

            // What the shift leaves of the field's other pieces, below or above this one.
            bool hasBelow = slice.ValueLsb > 0 && slice.Lsb > 0;
            bool hasAbove = slice.ValueLsb + slice.Width < width && slice.Msb < 63;
            if (hasBelow || hasAbove)
            {
                term = $"({term} & {Literal.Hex(slice.Mask, 64)})";
            }

            if (slice.Word.Bits < 64)
            {
                term = $"unchecked((uint){term})";
            }

            string joined = $"({storage.Get(slice.Word)} & ~{Literal.Hex(slice.Mask, slice.Word.Bits)}) | {term}";
            yield return storage.Set(slice.Word, slice.Word.Bits < 32 ? $"unchecked(({type})({joined}))" : joined);
        }
    }

    /// <summary>An expression shifted left, or as it is for 0.</summary>
    public static string Shift(string expression, int count) => count == 0 ? expression : $"{expression} << {count}";

    private static string GatherOne(WordSlice slice, Storage storage, int scale, string self)
    {
        string word = storage.Get(slice.Word, self);
        if (slice.Width + scale > System.Math.Min(slice.Word.Bits, 64) && scale > 0)
        {
            word = $"({Carrier(slice.Width + scale)}){word}";
        }

        int bits = slice.Width + scale > 64 ? 128 : slice.Width + scale > 32 || slice.Word.Bits == 64 ? 64 : 32;
        int down = slice.Lsb - scale;
        if (slice.Width == slice.Word.Bits)
        {
            return Shift(word, scale);
        }

        if (down == 0)
        {
            return $"{word} & {Literal.Hex(slice.Mask, bits)}";
        }

        if (down < 0)
        {
            return $"({word} & {Literal.Hex(slice.Mask, bits)}) << {-down}";
        }

        // A shifted byte or ushort is an int, and an int beside a ulong would count as sign-extended.
        if (slice.Word.Bits < 32)
        {
            word = $"(uint){word}";
        }

        // Above the field nothing is left to mask, and below it only what the scale asks to be zero.
        return slice.ReachesTop && scale == 0
            ? $"{word} >> {down}"
            : $"({word} >> {down}) & {Literal.Hex(Literal.Ones(slice.Width) << scale, bits)}";
    }

    private static string Parenthesized(string expression) => expression.Contains(' ') ? $"({expression})" : expression;
}
