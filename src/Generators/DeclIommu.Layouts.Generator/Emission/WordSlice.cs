using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>A run of bits that lies in one storage word: from <see cref="Lsb"/> of the word, to <see cref="ValueLsb"/> of the value.</summary>
internal sealed record WordSlice(WordModel Word, int Lsb, int Width, int ValueLsb)
{
    public int Msb => Lsb + Width - 1;

    /// <summary>The bits in place.</summary>
    public ulong Mask => Literal.Ones(Width) << Lsb;

    public bool ReachesTop => Msb == Word.Bits - 1;

    /// <summary>Cuts pieces at the borders of the words, least significant slice first.</summary>
    public static IReadOnlyList<WordSlice> Cut(IEnumerable<BitPiece> pieces, IReadOnlyList<WordModel> words)
    {
        var slices = new List<WordSlice>();
        int valueLsb = 0;
        foreach (BitPiece piece in pieces.Reverse())
        {
            int bit = piece.Lsb;
            while (bit <= piece.Msb)
            {
                WordModel word = words[WordIndex(words, bit)];
                int msb = System.Math.Min(piece.Msb, word.HighBit);
                slices.Add(new WordSlice(word, bit - word.LowBit, msb - bit + 1, valueLsb));
                valueLsb += msb - bit + 1;
                bit = msb + 1;
            }
        }

        return slices;
    }

    private static int WordIndex(IReadOnlyList<WordModel> words, int bit)
    {
        int index = System.Math.Min(bit / 64, words.Count - 1);
        while (words[index].HighBit < bit)
        {
            index++;
        }

        return index;
    }
}
