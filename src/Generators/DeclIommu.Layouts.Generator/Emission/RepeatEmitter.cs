using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Writes the implementation of a repeated field.</summary>
internal static class RepeatEmitter
{
    /// <summary>True if an element may lie in any word, so that words must be reachable by index.</summary>
    public static bool NeedsIndex(FieldModel field, Storage storage) =>
        field.Repeat is not null && !LiesInOneWord(field, storage) && LiesInWords(field, storage);

    /// <summary>True if an element may straddle words, so that bits are gathered byte by byte.</summary>
    public static bool NeedsBytes(FieldModel field, Storage storage) =>
        field.Repeat is not null && !LiesInOneWord(field, storage) && !LiesInWords(field, storage);

    public static void Emit(SourceWriter writer, FieldModel field, Storage storage)
    {
        MemberModel member = field.Member;
        writer.WriteLine();
        if (member.Form == AccessorForm.Indexer)
        {
            writer.Open($"{member.Modifiers} {field.Value.TypeName} this[int {member.IndexName}]");
            writer.Open(Spaced(member.GetterModifiers) + "get");
            EmitGetter(writer, field, storage, member.IndexName);
            writer.Close();
            if (member.HasSetter)
            {
                writer.Open(Spaced(member.SetterModifiers) + (member.SetterIsInit ? "init" : "set"));
                EmitSetter(writer, field, storage, member.IndexName, "value");
                writer.Close();
            }

            writer.Close();
            return;
        }

        writer.Open($"{member.Modifiers} {field.Value.TypeName} Get{member.Name}(int {member.IndexName})");
        EmitGetter(writer, field, storage, member.IndexName);
        writer.Close();
        if (member.SetMethodModifiers is { } modifiers)
        {
            writer.WriteLine();
            writer.Open($"{modifiers} void Set{member.Name}(int {member.SetIndexName}, {field.Value.TypeName} {member.ValueName})");
            EmitSetter(writer, field, storage, member.SetIndexName, member.ValueName);
            writer.Close();
        }
    }

    /// <summary>The members that gather and spread bits byte by byte.</summary>
    public static void EmitByteAccess(SourceWriter writer, LayoutModel layout)
    {
        string place = layout.IsBigEndian ? $"{layout.SizeInBytes - 1} - (bit / 8)" : "bit / 8";
        writer.WriteLine();
        writer.WriteLine($$"""
            private readonly global::System.UInt128 GatherBits(int lsb, int width)
            {
                global::System.ReadOnlySpan<byte> bytes = global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(
                    global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in this, 1));
                global::System.UInt128 value = default;
                for (int bit = lsb; bit < lsb + width; bit += 8 - (bit % 8))
                {
                    value |= (global::System.UInt128)(uint)(bytes[{{place}}] >> (bit % 8)) << (bit - lsb);
                }

                return value & (global::System.UInt128.MaxValue >> (128 - width));
            }

            private void SpreadBits(int lsb, int width, global::System.UInt128 value)
            {
                global::System.Span<byte> bytes = global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(
                    global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref this, 1));
                for (int bit = lsb; bit < lsb + width; bit += 8 - (bit % 8))
                {
                    int count = global::System.Math.Min(8 - (bit % 8), lsb + width - bit);
                    uint mask = ((1U << count) - 1) << (bit % 8);
                    ref byte place = ref bytes[{{place}}];
                    place = unchecked((byte)((place & ~mask) | (((uint)(value >> (bit - lsb)) << (bit % 8)) & mask)));
                }
            }
            """);
    }

    private static void EmitGetter(SourceWriter writer, FieldModel field, Storage storage, string index)
    {
        EmitPlace(writer, field, storage, index);
        if (NeedsBytes(field, storage))
        {
            string gathered = "GatherBits(bit, " + field.Width + ")";
            string carrier = BitExpression.Carrier(field.Width);
            writer.WriteLine($"{carrier} bits = {(field.Width > 64 ? gathered : $"unchecked((ulong){gathered})")};");
        }
        else
        {
            string word = NeedsIndex(field, storage) ? "GetStoredWord(bit / 64) >> (bit % 64)" : $"(ulong){storage.Get(Home(field, storage))} >> bit";
            string mask = field.Width < 64 ? $"({word}) & {Literal.Hex(Literal.Ones(field.Width), 64)}" : word;
            writer.WriteLine($"ulong bits = {mask};");
        }

        writer.WriteLine($"return {ValueConversion.FromBits(field, "bits", BitExpression.Carrier(field.Width))};");
    }

    private static void EmitSetter(SourceWriter writer, FieldModel field, Storage storage, string index, string value)
    {
        EmitPlace(writer, field, storage, index);
        foreach (string line in ValueConversion.ToBits(field, value, $"\"{field.Name}\""))
        {
            writer.WriteLine(line);
        }

        if (NeedsBytes(field, storage))
        {
            writer.WriteLine($"SpreadBits(bit, {field.Width}, bits);");
        }
        else if (NeedsIndex(field, storage))
        {
            string mask = Literal.Hex(Literal.Ones(field.Width), 64);
            writer.WriteLine($"SetStoredWord(bit / 64, (GetStoredWord(bit / 64) & ~({mask} << (bit % 64))) | (bits << (bit % 64)));");
        }
        else
        {
            WordModel word = Home(field, storage);
            string mask = Literal.Hex(Literal.Ones(field.Width), 64);
            string joined = $"({storage.Get(word)} & ~({mask} << bit)) | (bits << bit)";
            writer.WriteLine(storage.Set(word, word.Bits == 64 ? joined : $"unchecked(({word.TypeName})({joined}))"));
        }
    }

    // The number of the element's lowest bit: in its word where all lie in one, else in the layout.
    private static void EmitPlace(SourceWriter writer, FieldModel field, Storage storage, string index)
    {
        RepeatModel repeat = field.Repeat!;
        writer.WriteLine($$"""
            if (unchecked((uint){{index}}) >= {{repeat.Count}}U)
            {
                ThrowIndexOutOfRange("{{field.Name}}", {{index}}, {{repeat.Count}});
            }

            """);
        int first = field.Lsb - (LiesInOneWord(field, storage) ? Home(field, storage).LowBit : 0);
        writer.WriteLine($"int bit = {(first == 0 ? string.Empty : $"{first} + ")}{(first == 0 ? $"{index} * {repeat.Stride}" : $"({index} * {repeat.Stride})")};");
    }

    private static WordModel Home(FieldModel field, Storage storage) => WordSlice.Cut(field.Pieces, storage.Words)[0].Word;

    private static bool LiesInOneWord(FieldModel field, Storage storage)
    {
        WordModel home = Home(field, storage);
        return home.LowBit <= field.Lsb && field.Lsb + ((field.Repeat!.Count - 1) * field.Repeat.Stride) + field.Width - 1 <= home.HighBit;
    }

    private static bool LiesInWords(FieldModel field, Storage storage)
    {
        if (!storage.CanIndex || field.Width > 64)
        {
            return false;
        }

        for (int element = 0; element < field.Repeat!.Count; element++)
        {
            int lsb = field.Lsb + (element * field.Repeat.Stride);
            if (lsb / 64 != (lsb + field.Width - 1) / 64)
            {
                return false;
            }
        }

        return true;
    }

    private static string Spaced(string? modifiers) => string.IsNullOrEmpty(modifiers) ? string.Empty : modifiers + " ";
}
