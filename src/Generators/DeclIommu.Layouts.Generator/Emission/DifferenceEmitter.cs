using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the text form of what changed between two values.</summary>
internal static class DifferenceEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        string name = layout.Type.Name;
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>The fields that differ from an earlier value: each by name, as it was and as it is.</summary>
            /// <param name="before">The earlier value.</param>
            public readonly string Difference({{name}} before)
            {
                char[] text = new char[256];
                int length;
                while (!TryFormatDifference(before, text, out length))
                {
                    text = new char[text.Length * 2];
                }

                return new string(text, 0, length);
            }

            /// <summary>Writes the fields that differ from an earlier value into a span, without allocation.</summary>
            /// <param name="before">The earlier value.</param>
            /// <param name="destination">Receives the text.</param>
            /// <param name="charsWritten">How much of it was written.</param>
            /// <returns>False if the text does not fit.</returns>
            public readonly bool TryFormatDifference({{name}} before, global::System.Span<char> destination, out int charsWritten)
            {
            """);
        string self = "this";
        if (layout.Fields.Any(static declared => !declared.Member.IsReadOnly))
        {
            writer.WriteLine($"    {name} self = this;");
            self = "self";
        }

        writer.WriteLine("    var text = new global::System.MemoryExtensions.TryWriteInterpolatedStringHandler(0, 0, destination, global::System.Globalization.CultureInfo.InvariantCulture, out _);");
        writer.WriteLine("    string separator = string.Empty;");
        foreach (FieldModel declared in layout.Fields)
        {
            EmitField(writer, declared, self);
        }

        if (layout.Opcode is { } opcode)
        {
            EmitOpcode(writer, opcode, storage);
        }

        string reserved = string.Join(" | ", storage.Words
            .Select(word => (Word: word, Mask: ReservedMask(layout, storage, word)))
            .Where(static word => word.Mask != 0)
            .Select(word => $"({(word.Word.Bits < 32 ? "(uint)" : string.Empty)}({storage.Get(word.Word)} ^ {storage.Get(word.Word, "before.")}) & {Literal.Hex(word.Mask, word.Word.Bits)})"));
        if (reserved.Length > 0)
        {
            writer.WriteLine($$"""
                    if (({{reserved}}) != 0)
                    {
                        text.AppendLiteral(separator);
                        text.AppendLiteral("reserved bits");
                    }

                """);
        }

        writer.WriteLine("""
                return global::System.MemoryExtensions.TryWrite(destination, ref text, out charsWritten);
            }
            """);
    }

    // An opcode that the command does not declare can differ all the same.
    private static void EmitOpcode(SourceWriter writer, FieldConstant opcode, Storage storage)
    {
        IReadOnlyList<WordSlice> slices = WordSlice.Cut(opcode.Pieces, storage.Words);
        string now = BitExpression.Gather(slices, storage, 0);
        string before = BitExpression.Gather(slices, storage, 0, "before.");
        writer.WriteLine($$"""
                if (({{now}}) != ({{before}}))
                {
                    text.AppendLiteral(separator);
                    text.AppendLiteral("{{opcode.Name.TrimStart('@')}}: 0x");
                    text.AppendFormatted({{before}}, "X");
                    text.AppendLiteral(" -> 0x");
                    text.AppendFormatted({{now}}, "X");
                    separator = ", ";
                }

            """);
    }

    private static void EmitField(SourceWriter writer, FieldModel declared, string self)
    {
        string name = declared.Name.TrimStart('@');
        if (declared.Repeat is not { } repeat)
        {
            EmitChange(writer, declared.Value, $"{self}.{declared.Name}", $"before.{declared.Name}", name, isElement: false);
            writer.WriteLine();
            return;
        }

        string element = declared.Member.Form == AccessorForm.Indexer ? "[i]" : $".Get{declared.Name}(i)";
        writer.WriteLine($"    for (int i = 0; i < {repeat.Count}; i++)");
        writer.WriteLine("    {");
        EmitChange(writer, declared.Value, self + element, "before" + element, name, isElement: true);
        writer.WriteLine("    }");
        writer.WriteLine();
    }

    private static void EmitChange(SourceWriter writer, ValueModel value, string now, string before, string name, bool isElement)
    {
        string indent = isElement ? "        " : "    ";
        writer.WriteLine($"{indent}if ({TextEmitter.Number(value, now)} != {TextEmitter.Number(value, before)})");
        writer.WriteLine($"{indent}{{");
        writer.WriteLine($"{indent}    text.AppendLiteral(separator);");
        if (isElement)
        {
            writer.WriteLine($"{indent}    text.AppendLiteral(\"{name}[\");");
            writer.WriteLine($"{indent}    text.AppendFormatted(i);");
        }

        TextEmitter.EmitAppend(writer, isElement ? "]: " : $"{name}: ", value, before, $"{indent}    ");
        TextEmitter.EmitAppend(writer, " -> ", value, now, $"{indent}    ");
        writer.WriteLine($"{indent}    separator = \", \";");
        writer.WriteLine($"{indent}}}");
    }

    private static ulong ReservedMask(LayoutModel layout, Storage storage, WordModel word) =>
        layout.Reserved
            .SelectMany(range => WordSlice.Cut([new BitPiece(range.Msb, range.Lsb)], storage.Words))
            .Where(slice => slice.Word == word)
            .Aggregate(0UL, static (mask, slice) => mask | slice.Mask);
}
