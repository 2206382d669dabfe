using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>How the words of a layout are stored: a field each, or, above 16 words, an inline array of them.</summary>
internal sealed class Storage(LayoutModel layout)
{
    private const int MostFields = 16;

    public IReadOnlyList<WordModel> Words { get; } = layout.Words;

    /// <summary>The words that lie in the inline array; 0 if each has a field of its own.</summary>
    public int ArrayLength => Words.Count(static word => word.Bits == 64) is var count && count > MostFields ? count : 0;

    /// <summary>True if words of 64 bits can be reached by a computed index.</summary>
    public bool CanIndex => layout.Bits % 64 == 0;

    /// <summary>The words in the order of memory.</summary>
    public IEnumerable<WordModel> InMemory => layout.IsBigEndian ? Words.Reverse() : Words;

    /// <summary>The byte offset of a word in memory.</summary>
    public int ByteOffset(WordModel word) => layout.IsBigEndian ? layout.SizeInBytes - ((word.LowBit + word.Bits) / 8) : word.LowBit / 8;

    /// <summary>The place of a word, as stored in memory order.</summary>
    public string Place(WordModel word) => word.Index < ArrayLength ? $"_words[{ArrayIndex(word)}]" : $"_word{word.Index}";

    /// <summary>The value of a word.</summary>
    public string Get(WordModel word, string self = "") =>
        word.Index < ArrayLength ? $"{self}GetStoredWord({word.Index})" : $"{self}StoredWord{word.Index}";

    /// <summary>The statement that sets a word.</summary>
    public string Set(WordModel word, string value) =>
        word.Index < ArrayLength ? $"SetStoredWord({word.Index}, {value});" : $"StoredWord{word.Index} = {value};";

    /// <summary>The statement that combines a word with an operand.</summary>
    public string Combine(WordModel word, string combination, string operand) =>
        word.Bits < 32 ? Set(word, $"unchecked(({word.TypeName})({Get(word)} {combination} {operand}))")
        : word.Index < ArrayLength ? Set(word, $"{Get(word)} {combination} {operand}")
        : $"{Get(word)} {combination}= {operand};";

    public void Emit(SourceWriter writer, bool needsIndex)
    {
        if (ArrayLength > 0 && layout.IsBigEndian)
        {
            EmitFields(writer);
            EmitArray(writer);
        }
        else if (ArrayLength > 0)
        {
            EmitArray(writer);
            EmitFields(writer);
        }
        else
        {
            EmitFields(writer);
        }

        foreach (WordModel word in Words.Where(word => word.Index >= ArrayLength))
        {
            EmitWord(writer, word);
        }

        if (ArrayLength > 0 || (needsIndex && CanIndex))
        {
            EmitIndexed(writer);
        }
    }

    private void EmitFields(SourceWriter writer)
    {
        foreach (WordModel word in InMemory.Where(word => word.Index >= ArrayLength))
        {
            writer.WriteLine($"private {word.TypeName} _word{word.Index};");
        }
    }

    private void EmitArray(SourceWriter writer)
    {
        writer.WriteLine("private Words _words;");
    }

    /// <summary>The nested type of the inline array, if there is one.</summary>
    public void EmitArrayType(SourceWriter writer)
    {
        if (ArrayLength > 0)
        {
            writer.WriteLine();
            writer.WriteLine($"[global::System.Runtime.CompilerServices.InlineArray({ArrayLength})]");
            writer.Open("private struct Words");
            writer.WriteLine("private ulong _first;");
            writer.Close();
        }
    }

    private void EmitWord(SourceWriter writer, WordModel word)
    {
        writer.WriteLine();
        if (word.Bits == 8)
        {
            writer.Open($"private byte StoredWord{word.Index}");
            writer.WriteLine($"readonly get => _word{word.Index};");
            writer.WriteLine($"set => _word{word.Index} = value;");
            writer.Close();
            return;
        }

        writer.Open($"private {word.TypeName} StoredWord{word.Index}");
        writer.WriteLine($"readonly get => {InValueOrder($"_word{word.Index}")};");

        // Statements, not a conditional expression: with `this` waiting on the stack over a branch, the JIT keeps the whole value in memory.
        writer.Open("set");
        writer.Open($"if ({(layout.IsBigEndian ? string.Empty : "!")}global::System.BitConverter.IsLittleEndian)");
        writer.WriteLine("value = global::System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine($"_word{word.Index} = value;");
        writer.Close();
        writer.Close();
    }

    private void EmitIndexed(SourceWriter writer)
    {
        int last = (layout.Bits / 64) - 1;
        string index = layout.IsBigEndian ? $"{last} - index" : "index";
        string place = ArrayLength > 0
            ? $"_words[{index}]"
            : $"global::System.Runtime.CompilerServices.Unsafe.Add(ref global::System.Runtime.CompilerServices.Unsafe.AsRef(in {Place(Words[layout.IsBigEndian ? last : 0])}), {index})";
        writer.WriteLine();
        writer.WriteLine($"private readonly ulong GetStoredWord(int index) => {InValueOrder(place)};");
        writer.WriteLine();
        writer.WriteLine($"private void SetStoredWord(int index, ulong value) => {place} = {InValueOrder("value")};");
    }

    private string InValueOrder(string word)
    {
        string reversed = $"global::System.Buffers.Binary.BinaryPrimitives.ReverseEndianness({word})";
        return layout.IsBigEndian
            ? $"global::System.BitConverter.IsLittleEndian ? {reversed} : {word}"
            : $"global::System.BitConverter.IsLittleEndian ? {word} : {reversed}";
    }

    private string ArrayIndex(WordModel word) =>
        (layout.IsBigEndian ? ArrayLength - 1 - word.Index : word.Index).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
