using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the text form, which names every field; into a span it allocates nothing.</summary>
internal static class TextEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout)
    {
        string name = layout.Type.Name;
        writer.WriteLine();
        writer.WriteLine("""
            /// <summary>The fields by name.</summary>
            public readonly override string ToString() => ToString(null, null);

            /// <inheritdoc cref="ToString()"/>
            public readonly string ToString(string? format, global::System.IFormatProvider? formatProvider)
            {
                global::System.Span<char> stack = stackalloc char[512];
                if (TryFormat(stack, out int length, format, formatProvider))
                {
                    return new string(stack[..length]);
                }

                char[] text = new char[2048];
                while (!TryFormat(text, out length, format, formatProvider))
                {
                    text = new char[text.Length * 2];
                }

                return new string(text, 0, length);
            }

            /// <summary>Writes the fields by name into a span, without allocation.</summary>
            /// <param name="destination">Receives the text.</param>
            /// <param name="charsWritten">How much of it was written.</param>
            /// <param name="format">Not used.</param>
            /// <param name="provider">Not used.</param>
            /// <returns>False if the text does not fit.</returns>
            public readonly bool TryFormat(global::System.Span<char> destination, out int charsWritten, global::System.ReadOnlySpan<char> format, global::System.IFormatProvider? provider)
            {
            """);
        bool copies = layout.Fields.Any(static declared => !declared.Member.IsReadOnly);
        if (copies)
        {
            writer.WriteLine($"    {name} self = this;");
        }

        string self = copies ? "self" : "this";
        writer.WriteLine("    var text = new global::System.MemoryExtensions.TryWriteInterpolatedStringHandler(0, 0, destination, global::System.Globalization.CultureInfo.InvariantCulture, out _);");
        string opening = name.TrimStart('@') + " { ";
        if (layout.Fields.Count == 0)
        {
            opening = name.TrimStart('@') + " { }";
        }

        writer.WriteLine($"    text.AppendLiteral(\"{opening}\");");
        for (int i = 0; i < layout.Fields.Count; i++)
        {
            EmitField(writer, layout.Fields[i], self, i == 0 ? string.Empty : ", ");
        }

        if (layout.Fields.Count > 0)
        {
            writer.WriteLine("    text.AppendLiteral(\" }\");");
        }

        writer.WriteLine("""
                return global::System.MemoryExtensions.TryWrite(destination, ref text, out charsWritten);
            }
            """);
    }

    private static void EmitField(SourceWriter writer, FieldModel declared, string self, string separator)
    {
        string label = $"{separator}{declared.Name.TrimStart('@')} = ";
        if (declared.Repeat is not { } repeat)
        {
            EmitAppend(writer, label, declared.Value, $"{self}.{declared.Name}", "    ");
            return;
        }

        string element = declared.Member.Form == AccessorForm.Indexer ? $"{self}[i]" : $"{self}.Get{declared.Name}(i)";
        writer.WriteLine($"    text.AppendLiteral(\"{label}[\");");
        writer.WriteLine($"    for (int i = 0; i < {repeat.Count}; i++)");
        writer.WriteLine("    {");
        writer.WriteLine("        text.AppendLiteral(i == 0 ? string.Empty : \", \");");
        EmitAppend(writer, string.Empty, declared.Value, element, "        ");
        writer.WriteLine("    }");
        writer.WriteLine();
        writer.WriteLine("    text.AppendLiteral(\"]\");");
    }

    /// <summary>
    /// Appends a value behind a label. What the appends return is left alone: the text handler remembers that something did not fit, and a chain of
    /// conditions would have a branch for each field, which the analyzers of whoever builds for trimming follow at a cost that grows with its square.
    /// </summary>
    public static void EmitAppend(SourceWriter writer, string label, ValueModel type, string value, string indent)
    {
        bool isHexadecimal = !type.IsSigned && type.Kind is not (ValueKind.Boolean or ValueKind.Enumeration or ValueKind.Layout);
        string prefix = isHexadecimal ? label + "0x" : label;
        if (prefix.Length > 0)
        {
            writer.WriteLine($"{indent}text.AppendLiteral(\"{prefix}\");");
        }

        writer.WriteLine($"{indent}text.AppendFormatted({Number(type, value)}{(isHexadecimal ? ", \"X\"" : string.Empty)});");
    }

    /// <summary>What a wrapper wraps; any other value itself.</summary>
    public static string Number(ValueModel type, string value) =>
        type.Kind != ValueKind.Wrapper ? value : type.UnwrapProperty is { } property ? $"{value}.{property}" : $"(({type.CarrierName}){value})";
}
