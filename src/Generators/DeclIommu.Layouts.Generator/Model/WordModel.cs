using System.Collections.Generic;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>One storage word of a layout: <see cref="Bits"/> bits from <see cref="LowBit"/> on.</summary>
internal sealed record WordModel(int Index, int LowBit, int Bits)
{
    public string TypeName => Bits switch { 8 => "byte", 16 => "ushort", 32 => "uint", _ => "ulong" };

    public int HighBit => LowBit + Bits - 1;

    /// <summary>Splits a layout into words of 64 bits and a tail of smaller ones.</summary>
    public static IReadOnlyList<WordModel> Split(int bits)
    {
        var words = new List<WordModel>();
        int low = 0;
        foreach (int size in (int[])[64, 32, 16, 8])
        {
            while (bits - low >= size)
            {
                words.Add(new WordModel(words.Count, low, size));
                low += size;
            }
        }

        return words;
    }
}
