using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the constructors that carry the constants; a layout without any has none, so that <c>new T()</c> is <c>default</c>.</summary>
internal static class ConstructorEmitter
{
    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        IReadOnlyDictionary<WordModel, ulong> words = Initial(layout, storage);
        if (words.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine("/// <summary>Makes a value that carries its constants and is zero otherwise.</summary>");
            if (layout.Fields.Any(declared => layout.IsGated(declared) && declared.Constant is not null))
            {
                writer.WriteLine("/// <remarks>A constant that depends on a capability is left as the reserved policy has it: what the device can do is not known.</remarks>");
            }

            writer.Open($"public {layout.Type.Name}()");
            foreach (WordModel word in storage.Words.Where(words.ContainsKey))
            {
                writer.WriteLine(storage.Set(word, Literal.Hex(words[word], word.Bits).TrimEnd(word.Bits < 32 ? 'U' : ' ')));
            }

            writer.Close();
        }

        if (layout is { Capabilities: not null, HasOwnCapabilitiesConstructor: false } && layout.Fields.Any(declared => DependsOnDevice(layout, declared)))
        {
            EmitForDevice(writer, layout, storage);
        }
    }

    private static bool DependsOnDevice(LayoutModel layout, FieldModel declared) =>
        layout.IsGated(declared) && (declared.Constant is not null || layout.DefaultReserved == ReservedPolicy.MustBeOne);

    private static void EmitForDevice(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        writer.WriteLine();
        writer.WriteLine("""
            /// <summary>Makes a value for a device with the given capabilities: it carries the constants that the device has, follows the reserved policy in fields that it has not, and is zero otherwise.</summary>
            /// <param name="capabilities">What the device can do.</param>
            """);
        writer.Open($"{layout.CapabilitiesAccessibility} {layout.Type.Name}(in {layout.Capabilities} capabilities)");
        writer.WriteLine("this = new();");
        if (layout.CapabilitiesIsClass)
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(capabilities);");
        }

        foreach (FieldModel declared in layout.Fields.Where(declared => DependsOnDevice(layout, declared)))
        {
            writer.Open($"if ({(declared.Constant is null ? "!" : string.Empty)}capabilities.{declared.Capability})");
            foreach (Expectation word in declared.Constant is null
                ? GatedField.Words(Enumerable.Range(0, declared.Repeat?.Count ?? 1).Reverse().SelectMany(element => declared.PiecesOf(element)), storage, ones: true)
                : Expectation.Of(declared.Constants, [], storage))
            {
                string joined = $"({storage.Get(word.Word)} & ~{Literal.Hex(word.Mask, word.Word.Bits)}) | {Literal.Hex(word.Value, word.Word.Bits)}";
                writer.WriteLine(storage.Set(word.Word, word.Word.Bits < 32 ? $"unchecked(({word.Word.TypeName})({joined}))" : joined));
            }

            writer.Close();
        }

        writer.Close();
    }

    /// <summary>The bits that are one in a fresh value, word by word.</summary>
    private static IReadOnlyDictionary<WordModel, ulong> Initial(LayoutModel layout, Storage storage)
    {
        IEnumerable<ReservedRange> ones = layout.Reserved.Where(static range => range.Policy == ReservedPolicy.MustBeOne);
        if (layout.DefaultReserved == ReservedPolicy.MustBeOne)
        {
            ones = ones.Concat(layout.Fields.Where(layout.IsGated).SelectMany(static declared => declared.Constants)
                .SelectMany(static constant => constant.Pieces)
                .Select(static piece => new ReservedRange(piece.Msb, piece.Lsb, ReservedPolicy.MustBeOne)));
        }

        return Expectation.Of(layout.Constants, ones, storage)
            .Where(static word => word.Value != 0)
            .ToDictionary(static word => word.Word, static word => word.Value);
    }
}
