using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the table of fields for tools.</summary>
internal static class FieldTableEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>The fields in the order of their declaration.</summary>");
        writer.WriteLine("public static global::System.ReadOnlySpan<global::DeclIommu.Layouts.LayoutField> Fields => FieldTable.All;");
        writer.WriteLine();
        writer.Open("private static class FieldTable");
        writer.WriteLine("public static readonly global::DeclIommu.Layouts.LayoutField[] All =");
        writer.WriteLine("[");
        foreach (FieldModel declared in layout.Fields)
        {
            string ranges = string.Join(", ", declared.Pieces.Select(static piece => $"new global::DeclIommu.Layouts.BitRange({piece.Msb}, {piece.Lsb})"));
            string repeat = declared.Repeat is { } times ? $"{times.Count}, {times.Stride}, " : string.Empty;
            string access = $"global::DeclIommu.Layouts.Access.{declared.Access}";
            writer.WriteLine($"    new global::DeclIommu.Layouts.LayoutField(\"{declared.Name.TrimStart('@')}\", {access}, {repeat}{ranges}),");
        }

        writer.WriteLine("];");
        writer.Close();
    }
}
