using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the members that go between bytes and values.</summary>
internal static class CodecEmitter
{
    private const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";
    private const string Marshal = "global::System.Runtime.InteropServices.MemoryMarshal";

    public static void Emit(SourceWriter writer, LayoutModel layout, Storage storage)
    {
        string name = layout.Type.Name;
        EmitRead(writer, name, storage);
        EmitWrite(writer, storage);
        if (layout.Fields.FirstOrDefault(static declared => declared.IsPublishedLast) is { } published)
        {
            EmitPublish(writer, layout, published, storage);
        }

        EmitOverlays(writer, name);
        if (layout.RawType is { } raw)
        {
            EmitRaw(writer, layout, storage, raw);
        }
    }

    private static void EmitRead(SourceWriter writer, string name, Storage storage)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Reads a value; each word of the source is loaded exactly once.</summary>
            /// <param name="source">At least <see cref="SizeInBytes"/> bytes; further ones are ignored.</param>
            /// <exception cref="global::System.ArgumentException">The source is too short.</exception>
            {{TypeEmitter.Inline}}
            public static {{name}} Read(global::System.ReadOnlySpan<byte> source)
            {
                if (source.Length < SizeInBytes)
                {
                    ThrowTooShort(nameof(source), source.Length);
                }

                ref byte first = ref {{Marshal}}.GetReference(source);
                {{Unsafe}}.SkipInit(out {{name}} value);
            """);
        EmitWords(writer, storage, static (place, offset, type) => $"    value.{place} = {Unsafe}.ReadUnaligned<{type}>(ref {offset});");
        writer.WriteLine($$"""
                return value;
            }

            /// <summary>Reads a value if the source is long enough.</summary>
            /// <param name="source">The bytes; those past <see cref="SizeInBytes"/> are ignored.</param>
            /// <param name="value">The value, or zero if the result is false.</param>
            /// <returns>False if the source is too short.</returns>
            public static bool TryRead(global::System.ReadOnlySpan<byte> source, out {{name}} value)
            {
                if (source.Length < SizeInBytes)
                {
                    value = default;
                    return false;
                }

                value = Read(source);
                return true;
            }
            """);
    }

    private static void EmitWrite(SourceWriter writer, Storage storage)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Writes the value, lowest address first; nothing is written if the destination is too short.</summary>
            /// <param name="destination">At least <see cref="SizeInBytes"/> bytes; further ones are left alone.</param>
            /// <exception cref="global::System.ArgumentException">The destination is too short.</exception>
            {{TypeEmitter.Inline}}
            public readonly void Write(global::System.Span<byte> destination)
            {
                if (destination.Length < SizeInBytes)
                {
                    ThrowTooShort(nameof(destination), destination.Length);
                }

                ref byte first = ref {{Marshal}}.GetReference(destination);
            """);
        EmitWords(writer, storage, static (place, offset, _) => $"    {Unsafe}.WriteUnaligned(ref {offset}, {place});");
        writer.WriteLine("}");
    }

    // A release store of the last word keeps every earlier store before it for whoever reads the words in the opposite order.
    private static void EmitPublish(SourceWriter writer, LayoutModel layout, FieldModel published, Storage storage)
    {
        WordModel last = WordSlice.Cut(published.Pieces, storage.Words)[0].Word;
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Writes the value so that no reader sees the word of <see cref="{{published.Name}}"/> before the others.</summary>
            /// <param name="destination">At least <see cref="SizeInBytes"/> bytes, aligned to 8 if others read it at the same time.</param>
            /// <exception cref="global::System.ArgumentException">The destination is too short.</exception>
            public readonly void Publish(global::System.Span<byte> destination)
            {
                if (destination.Length < SizeInBytes)
                {
                    ThrowTooShort(nameof(destination), destination.Length);
                }

                ref byte first = ref {{Marshal}}.GetReference(destination);
            """);
        foreach (WordModel word in storage.InMemory.Where(word => word != last))
        {
            writer.WriteLine($"    {Unsafe}.WriteUnaligned(ref {Unsafe}.Add(ref first, {storage.ByteOffset(word)}), {storage.Place(word)});");
        }

        writer.WriteLine($"    global::System.Threading.Volatile.Write(ref {Unsafe}.As<byte, {last.TypeName}>(ref {Unsafe}.Add(ref first, {storage.ByteOffset(last)})), {storage.Place(last)});");
        writer.WriteLine("}");
    }

    private static void EmitWords(SourceWriter writer, Storage storage, System.Func<string, string, string, string> statement)
    {
        bool isArrayDone = false;
        foreach (WordModel word in storage.InMemory)
        {
            if (word.Index < storage.ArrayLength)
            {
                if (!isArrayDone)
                {
                    isArrayDone = true;
                    int start = storage.ByteOffset(word);
                    string offset = $"{Unsafe}.Add(ref first, {(start == 0 ? string.Empty : $"{start} + ")}{(start == 0 ? "i * 8" : "(i * 8)")})";
                    writer.WriteLine($"    for (int i = 0; i < {storage.ArrayLength}; i++)");
                    writer.WriteLine("    {");
                    writer.WriteLine("    " + statement("_words[i]", offset, "ulong"));
                    writer.WriteLine("    }");
                    writer.WriteLine();
                }

                continue;
            }

            int at = storage.ByteOffset(word);
            writer.WriteLine(statement(storage.Place(word), at == 0 ? "first" : $"{Unsafe}.Add(ref first, {at})", word.TypeName));
        }
    }

    private static void EmitOverlays(SourceWriter writer, string name)
    {
        writer.WriteLine();
        writer.WriteLine($$"""
            /// <summary>Lays a value over bytes, without copying: reads and writes of it are reads and writes of them.</summary>
            /// <param name="bytes">At least <see cref="SizeInBytes"/> bytes.</param>
            /// <remarks>In memory that others change, two reads of a field can differ: use <see cref="Read"/> to decide on one value.</remarks>
            /// <exception cref="global::System.ArgumentException">There are too few bytes.</exception>
            {{TypeEmitter.Inline}}
            public static ref {{name}} AsRef(global::System.Span<byte> bytes)
            {
                if (bytes.Length < SizeInBytes)
                {
                    ThrowTooShort(nameof(bytes), bytes.Length);
                }

                return ref {{Unsafe}}.As<byte, {{name}}>(ref {{Marshal}}.GetReference(bytes));
            }

            /// <inheritdoc cref="AsRef(global::System.Span{byte})"/>
            public static ref {{name}} AsRef(byte[] bytes) => ref AsRef((global::System.Span<byte>)bytes);

            /// <summary>Lays a value over bytes, without copying, to be read only.</summary>
            /// <param name="bytes">At least <see cref="SizeInBytes"/> bytes.</param>
            /// <remarks>In memory that others change, two reads of a field can differ: use <see cref="Read"/> to decide on one value.</remarks>
            /// <exception cref="global::System.ArgumentException">There are too few bytes.</exception>
            {{TypeEmitter.Inline}}
            public static ref readonly {{name}} AsRef(global::System.ReadOnlySpan<byte> bytes)
            {
                if (bytes.Length < SizeInBytes)
                {
                    ThrowTooShort(nameof(bytes), bytes.Length);
                }

                return ref {{Unsafe}}.As<byte, {{name}}>(ref {{Marshal}}.GetReference(bytes));
            }
            """);
    }

    private static void EmitRaw(SourceWriter writer, LayoutModel layout, Storage storage, string raw)
    {
        writer.WriteLine();
        writer.WriteLine("/// <summary>The value whose bits are those of a number.</summary>");
        writer.WriteLine(TypeEmitter.Inline);
        writer.Open($"public static {layout.Type.Name} FromRaw({raw} raw)");
        if (layout.Bits is 24 or 40 or 48 or 56 || (layout.Bits > 64 && layout.Bits < 128))
        {
            writer.WriteLine($$"""
                if ((raw >> {{layout.Bits}}) != 0)
                {
                    ThrowDoesNotFit(nameof(raw), raw, {{layout.Bits}}, 0);
                }

                """);
        }

        writer.WriteLine($"{Unsafe}.SkipInit(out {layout.Type.Name} value);");
        foreach (WordModel word in storage.Words)
        {
            string part = word.LowBit == 0 ? "raw" : $"(raw >> {word.LowBit})";
            writer.WriteLine($"value.StoredWord{word.Index} = {(word.TypeName == raw ? part : $"unchecked(({word.TypeName}){part})")};");
        }

        writer.WriteLine("return value;");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine("/// <summary>The number whose bits are those of the value.</summary>");
        var whole = new[] { new BitPiece(layout.Bits - 1, 0) };
        string bits = BitExpression.Gather(WordSlice.Cut(whole, storage.Words), storage, 0);
        bool isExact = storage.Words.Count == 1 || raw is "ulong" or BitExpression.UInt128;
        writer.WriteLine(TypeEmitter.Inline);
        writer.WriteLine($"public readonly {raw} ToRaw() => {(isExact ? bits : $"unchecked(({raw})({bits}))")};");
    }
}
