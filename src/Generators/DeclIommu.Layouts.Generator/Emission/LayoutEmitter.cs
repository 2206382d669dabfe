using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the generated part of a layout.</summary>
internal static class LayoutEmitter
{
    public static void Emit(SourceProductionContext context, LayoutModel layout) =>
        TypeEmitter.Emit(context, layout.Type, layout.Type.HintName + ".g.cs", writer => Emit(writer, layout));

    private static void Emit(SourceWriter writer, LayoutModel layout)
    {
        var storage = new Storage(layout);
        string name = layout.Type.Name;
        string text = layout.HasOwnText ? string.Empty : ", global::System.ISpanFormattable";
        writer.WriteLine(TypeEmitter.GeneratedCode);
        writer.WriteLine($"[global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1, Size = {layout.SizeInBytes})]");
        writer.Open($"partial struct {name} : global::System.IEquatable<{name}>{text}");
        writer.WriteLine("/// <summary>The size of a value in bytes.</summary>");
        writer.WriteLine($"public const int SizeInBytes = {layout.SizeInBytes};");
        writer.WriteLine();
        storage.Emit(writer, layout.Fields.Any(field => RepeatEmitter.NeedsIndex(field, storage)));
        ConstructorEmitter.Emit(writer, layout, storage);
        foreach (FieldModel field in layout.Fields)
        {
            if (field.Repeat is null)
            {
                FieldEmitter.Emit(writer, field, layout, storage);
            }
            else
            {
                RepeatEmitter.Emit(writer, field, storage);
            }
        }

        CodecEmitter.Emit(writer, layout, storage);
        ValidationEmitter.Emit(writer, layout, storage);
        EqualityEmitter.Emit(writer, layout, storage);
        if (!layout.HasOwnText)
        {
            TextEmitter.Emit(writer, layout);
        }

        DifferenceEmitter.Emit(writer, layout, storage);
        FieldTableEmitter.Emit(writer, layout);
        if (layout.Fields.Any(field => RepeatEmitter.NeedsBytes(field, storage)))
        {
            RepeatEmitter.EmitByteAccess(writer, layout);
        }

        ThrowEmitter.Emit(writer, layout);
        storage.EmitArrayType(writer);
        writer.Close();
    }
}
