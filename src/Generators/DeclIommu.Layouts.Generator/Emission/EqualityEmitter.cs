using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes value equality: two values are equal if all their bits are.</summary>
internal static class EqualityEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        string name = layout.Type.Name;
        string equal = storage.ArrayLength > 0
            ? "global::System.MemoryExtensions.SequenceEqual((global::System.ReadOnlySpan<ulong>)_words, (global::System.ReadOnlySpan<ulong>)other._words)"
            : string.Empty;
        var fields = storage.Words.Where(word => word.Index >= storage.ArrayLength).Select(static word => $"_word{word.Index} == other._word{word.Index}");
        string equality = string.Join(" && ", (equal.Length > 0 ? [equal] : Enumerable.Empty<string>()).Concat(fields));
        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine($"public readonly bool Equals({name} other) => {equality};");
        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine($"public readonly override bool Equals(object? obj) => obj is {name} other && Equals(other);");
        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        if (storage.Words.Count <= 8)
        {
            writer.WriteLine($"public readonly override int GetHashCode() => global::System.HashCode.Combine({string.Join(", ", storage.Words.Select(static word => $"_word{word.Index}"))});");
        }
        else
        {
            writer.WriteLine("""
                public readonly override int GetHashCode()
                {
                    var hash = default(global::System.HashCode);
                    hash.AddBytes(global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in this, 1)));
                    return hash.ToHashCode();
                }
                """);
        }

        writer.WriteLine();
        writer.WriteLine($"""
            /// <summary>Tells whether two values have the same bits.</summary>
            public static bool operator ==({name} left, {name} right) => left.Equals(right);

            /// <summary>Tells whether two values differ in a bit.</summary>
            public static bool operator !=({name} left, {name} right) => !left.Equals(right);
            """);
    }
}
