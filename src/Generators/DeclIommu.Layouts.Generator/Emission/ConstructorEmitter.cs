using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the constructor that carries the constants; a layout without any has none, so that <c>new T()</c> is <c>default</c>.</summary>
internal static class ConstructorEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        IReadOnlyDictionary<WordModel, ulong> words = Initial(layout, storage);
        if (words.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("/// <summary>Makes a value that carries its constants and is zero otherwise.</summary>");
        writer.Open($"public {layout.Type.Name}()");
        foreach (WordModel word in storage.Words.Where(words.ContainsKey))
        {
            writer.WriteLine(storage.Set(word, Literal.Hex(words[word], word.Bits).TrimEnd(word.Bits < 32 ? 'U' : ' ')));
        }

        writer.Close();
    }

    /// <summary>The bits that are one in a fresh value, word by word.</summary>
    private static IReadOnlyDictionary<WordModel, ulong> Initial(LayoutModel layout, Storage storage)
    {
        var words = new Dictionary<WordModel, ulong>();
        foreach (FieldConstant constant in layout.Constants)
        {
            foreach (WordSlice slice in WordSlice.Cut(constant.Pieces, storage.Words))
            {
                Add(slice, slice.ValueLsb < 64 ? constant.Value >> slice.ValueLsb : 0);
            }
        }

        foreach (ReservedRange ones in layout.Reserved.Where(static range => range.Policy == ReservedPolicy.MustBeOne))
        {
            foreach (WordSlice slice in WordSlice.Cut([new BitPiece(ones.Msb, ones.Lsb)], storage.Words))
            {
                Add(slice, ulong.MaxValue);
            }
        }

        return words;

        void Add(WordSlice slice, ulong bits)
        {
            ulong placed = (bits << slice.Lsb) & slice.Mask;
            if (placed != 0)
            {
                words[slice.Word] = placed | (words.TryGetValue(slice.Word, out ulong known) ? known : 0);
            }
        }
    }
}
