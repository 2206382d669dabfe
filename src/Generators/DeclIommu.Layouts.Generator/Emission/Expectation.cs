using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>What the bits of one word must be, under a mask: reserved bits and constants together.</summary>
internal sealed record Expectation(WordModel Word, ulong Mask, ulong Value)
{
    /// <summary>The expression that is zero if the word is as expected.</summary>
    public string Difference(Storage storage)
    {
        string word = storage.Get(Word);
        string masked = Mask == Literal.Ones(Word.Bits) ? word : $"({word} & {Literal.Hex(Mask, Word.Bits)})";
        return Value == 0 ? masked : $"({masked} ^ {Literal.Hex(Value, Word.Bits)})";
    }

    /// <summary>The expectations of a layout, word by word; words with none are left out.</summary>
    public static IReadOnlyList<Expectation> Of(LayoutModel layout, Storage storage) => Of(layout.Constants, layout.Reserved, storage);

    /// <summary>The expression that is not zero if one of the constants is not as declared.</summary>
    public static string Difference(IEnumerable<FieldConstant> constants, Storage storage) =>
        string.Join(" | ", Of(constants, [], storage).Select(word => word.Difference(storage)));

    /// <summary>The expectations of constants and reserved ranges, word by word; words with none are left out.</summary>
    public static IReadOnlyList<Expectation> Of(IEnumerable<FieldConstant> constants, IEnumerable<ReservedRange> reserved, Storage storage)
    {
        var masks = new ulong[storage.Words.Count];
        var values = new ulong[storage.Words.Count];
        foreach (FieldConstant constant in constants)
        {
            foreach (WordSlice slice in WordSlice.Cut(constant.Pieces, storage.Words))
            {
                masks[slice.Word.Index] |= slice.Mask;
                values[slice.Word.Index] |= slice.ValueLsb < 64 ? ((constant.Value >> slice.ValueLsb) << slice.Lsb) & slice.Mask : 0;
            }
        }

        foreach (ReservedRange range in reserved.Where(static range => range.Policy is ReservedPolicy.MustBeZero or ReservedPolicy.MustBeOne))
        {
            foreach (WordSlice slice in WordSlice.Cut([new BitPiece(range.Msb, range.Lsb)], storage.Words))
            {
                masks[slice.Word.Index] |= slice.Mask;
                values[slice.Word.Index] |= range.Policy == ReservedPolicy.MustBeOne ? slice.Mask : 0;
            }
        }

        return [.. storage.Words.Where(word => masks[word.Index] != 0).Select(word => new Expectation(word, masks[word.Index], values[word.Index]))];
    }
}
