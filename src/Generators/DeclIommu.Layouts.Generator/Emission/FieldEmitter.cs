using System.Collections.Generic;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the implementation of a field that stands once.</summary>
internal static class FieldEmitter
{
    public static void Emit(SourceWriter writer, FieldModel field, LayoutModel layout, Storage storage)
    {
        MemberModel member = field.Member;
        writer.WriteLine();
        writer.Open($"{member.Modifiers} {field.Value.TypeName} {member.Name}");
        string getter = Spaced(member.GetterModifiers) + "get";
        string setter = Spaced(member.SetterModifiers) + (member.SetterIsInit ? "init" : "set");
        if (field.Value.Kind == ValueKind.Layout && field.Width > 128)
        {
            EmitLarge(writer, field, layout, getter, member.HasSetter ? setter : null);
            writer.Close();
            return;
        }

        IReadOnlyList<WordSlice> slices = WordSlice.Cut(field.Pieces, storage.Words);
        if (slices.Count > 1 || field.Value.Kind is ValueKind.Wrapper or ValueKind.Layout)
        {
            writer.WriteLine(TypeEmitter.Inline);
        }

        writer.WriteLine($"{getter} => {Read(field, slices, storage)};");
        if (member.HasSetter)
        {
            EmitSetter(writer, setter, field, slices, storage);
        }

        writer.Close();
    }

    /// <summary>The expression of a field's value.</summary>
    public static string Read(FieldModel field, IReadOnlyList<WordSlice> slices, Storage storage)
    {
        if (field.Value.Kind == ValueKind.Boolean)
        {
            return $"({storage.Get(slices[0].Word)} & {Literal.Hex(slices[0].Mask, slices[0].Word.Bits)}) != 0";
        }

        if (field.Value.IsSigned)
        {
            return ValueConversion.FromBits(field, BitExpression.Gather(slices, storage, 0), BitExpression.Carrier(field.Width));
        }

        // A word that is the value already needs no cast.
        bool isBare = slices.Count == 1 && slices[0].Word.TypeName == field.Value.TypeName && slices[0].Word.Bits >= 32 && field.Width + field.Scale <= slices[0].Word.Bits;
        string bits = BitExpression.Gather(slices, storage, field.Scale);
        return isBare ? bits : ValueConversion.FromUnsigned(field.Value, bits, BitExpression.Carrier(field.Width + field.Scale), slices.Count > 1);
    }

    private static void EmitSetter(SourceWriter writer, string setter, FieldModel field, IReadOnlyList<WordSlice> slices, Storage storage)
    {
        if (field.Value.Kind == ValueKind.Boolean)
        {
            string mask = Literal.Hex(slices[0].Mask, slices[0].Word.Bits);
            writer.Open(setter);
            writer.Open("if (value)");
            writer.WriteLine(storage.Combine(slices[0].Word, "|", mask));
            writer.Close();
            writer.Open("else");
            writer.WriteLine(storage.Combine(slices[0].Word, "&", "~" + mask));
            writer.Close();
            writer.Close();
            return;
        }

        writer.WriteLine(TypeEmitter.Inline);
        writer.Open(setter);
        // A scaled value lies where its bits go, or a single shift away: it is not scaled down first.
        bool isScaled = field.Scale > 0 && !field.Value.IsSigned && BitExpression.Carrier(field.Width) == BitExpression.Carrier(field.Value.Capacity);
        foreach (string line in ValueConversion.ToBits(field, "value", $"nameof({field.Name})", isScaled))
        {
            writer.WriteLine(line);
        }

        foreach (string statement in BitExpression.Spread(slices, storage, isScaled ? "raw" : "bits", field.Width, isScaled ? field.Scale : 0))
        {
            writer.WriteLine(statement);
        }

        writer.Close();
    }

    // A nested layout above 128 bits lies on a byte: it is read and written as bytes.
    private static void EmitLarge(SourceWriter writer, FieldModel field, LayoutModel layout, string getter, string? setter)
    {
        int size = field.Width / 8;
        int offset = layout.IsBigEndian ? layout.SizeInBytes - (field.Lsb / 8) - size : field.Lsb / 8;
        const string Marshal = "global::System.Runtime.InteropServices.MemoryMarshal";
        string source = $"{Marshal}.AsBytes({Marshal}.CreateReadOnlySpan(in this, 1)).Slice({offset}, {size})";
        string destination = $"{Marshal}.AsBytes({Marshal}.CreateSpan(ref this, 1)).Slice({offset}, {size})";
        if (field.Value.IsBigEndian != layout.IsBigEndian)
        {
            EmitReversed(writer, field, getter, setter, source, destination);
            return;
        }

        writer.WriteLine($"{getter} => {field.Value.TypeName}.Read({source});");
        if (setter is not null)
        {
            writer.WriteLine($"{setter} => value.Write({destination});");
        }
    }

    // A bit keeps its weight, so a nested layout of the other byte order has its bytes turned round.
    private static void EmitReversed(SourceWriter writer, FieldModel field, string getter, string? setter, string source, string destination)
    {
        string bytes = $"global::System.Span<byte> bytes = stackalloc byte[{field.Width / 8}];";
        const string Reverse = "global::System.MemoryExtensions.Reverse(bytes);";
        writer.Open(getter);
        writer.WriteLine(bytes);
        writer.WriteLine($"{source}.CopyTo(bytes);");
        writer.WriteLine(Reverse);
        writer.WriteLine($"return {field.Value.TypeName}.Read(bytes);");
        writer.Close();
        if (setter is not null)
        {
            writer.Open(setter);
            writer.WriteLine(bytes);
            writer.WriteLine("value.Write(bytes);");
            writer.WriteLine(Reverse);
            writer.WriteLine($"bytes.CopyTo({destination});");
            writer.Close();
        }
    }

    private static string Spaced(string? modifiers) => string.IsNullOrEmpty(modifiers) ? string.Empty : modifiers + " ";
}
