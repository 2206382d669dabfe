using DeclIommu.Layouts.Generator.Tests.Support;
using DeclIommu.Layouts.Testing;

namespace DeclIommu.Layouts.Generator.Tests.Oracle;

/// <summary>What is wrong with generated code is found: each row plants one defect, and names the member that the check must point at.</summary>
public sealed class LayoutDefectTests
{
    private const string Declared = """
        public readonly record struct Features(bool HasMore);

        public enum Kind : byte { None, Some, Other = 5 }

        [Layout(64, Capabilities = typeof(Features))]
        [Reserved(63, 60, ReservedBits.Preserve)]
        public partial struct Entry
        {
            [Bit(0), PublishedLast]
            public partial bool Flag { readonly get; set; }

            [Bits(3, 1), Exhaustive]
            public partial Kind Kind { readonly get; set; }

            [Bits(11, 4), Scaled(4)]
            public partial ushort Size { readonly get; set; }

            [Bits(23, 16), Constant(0x5A)]
            public readonly partial byte Magic { get; }

            [Bits(27, 24), Repeat(4, 4)]
            public readonly partial byte GetPart(int index);

            public partial void SetPart(int index, byte value);

            [Bits(42, 40)]
            public partial sbyte Signed { readonly get; set; }

            [Bits(51, 48), Constant(9), AvailableWhen(nameof(Features.HasMore))]
            public readonly partial byte More { get; }

            [Bits(55, 52), AvailableWhen(nameof(Features.HasMore))]
            public partial byte Extra { readonly get; set; }
        }
        """;

    public static TheoryData<string, string, string> Defects => new()
    {
        { "Size", "public partial ushort Size { readonly get => SizeRight; set { SizeRight = value; Flag = true; } }", "Size" },
        { "Size", "public partial ushort Size { readonly get => SizeRight; set => SizeRight = (ushort)(value & 0x7F0); }", "Size" },
        { "Size", "public partial ushort Size { readonly get => SizeRight; set => SizeRight = (ushort)(value & 0xFF0); }", "Size" },
        { "Size", "public partial ushort Size { readonly get => SizeRight; set => SizeRight = (ushort)(value & ~0xF); }", "Size" },
        { "Size", "public partial ushort Size { readonly get => SizeRight; set { bool flag = Flag; Flag = !flag; SizeRight = value; Flag = flag; } }", "Size" },
        { "Size", "public partial ushort Size { readonly get => SizeRight; set { try { SizeRight = value; } catch (ArgumentOutOfRangeException) { throw new ArgumentOutOfRangeException(\"value\"); } } }", "Size" },
        { "Signed", "public partial sbyte Signed { readonly get => (sbyte)(SignedRight & 7); set => SignedRight = value; }", "Signed" },
        { "Kind", "public partial Kind Kind { readonly get => KindRight == (Kind)6 ? 0 : KindRight; set => KindRight = value; }", "Kind" },
        { "GetPart", "public readonly partial byte GetPart(int index) => GetPartRight(index == 2 ? 1 : index);", "Part" },
        { "GetPart", "public readonly partial byte GetPart(int index) => GetPartRight(index & 3);", "Part" },
        { "SetPart", "public partial void SetPart(int index, byte value) { SetPartRight(index, value); if (index == 1) Signed = 0; }", "Part" },
        { "SetPart", "public partial void SetPart(int index, byte value) => SetPartRight(index & 3, value);", "Part" },
        { "Read", "public static Entry Read(ReadOnlySpan<byte> source) { Entry value = ReadRight(source); value.Flag = false; return value; }", "Entry" },
        { "Read", "public static Entry Read(ReadOnlySpan<byte> source) { Span<byte> all = stackalloc byte[8]; source.Slice(0, Math.Min(8, source.Length)).CopyTo(all); return ReadRight(all); }", "Read" },
        { "Write", "public readonly void Write(Span<byte> destination) { WriteRight(destination); if (destination.Length > 8) destination[8] = 0; }", "Entry" },
        { "Write", "public readonly void Write(Span<byte> destination) { if (destination.Length < 8) destination.Clear(); WriteRight(destination); }", "Entry" },
        { "TryRead", "public static bool TryRead(ReadOnlySpan<byte> source, out Entry value) { bool done = TryReadRight(source, out value); value.Flag |= !done; return done; }", "TryRead" },
        { "TryRead", "public static bool TryRead(ReadOnlySpan<byte> source, out Entry value) => TryReadRight(source, out value) && !value.Flag;", "Entry" },
        { "AsRef Span<byte>", "public static ref Entry AsRef(Span<byte> bytes) => ref AsRefRight((Span<byte>)bytes.ToArray());", "Entry" },
        { "FromRaw", "public static Entry FromRaw(ulong raw) => FromRawRight(raw & ~0x8000_0000_0000_0000);", "Entry" },
        { "ToRaw", "public readonly ulong ToRaw() => ToRawRight() & ~0x8000_0000_0000_0000;", "Entry" },
        { "Fields", "public static ReadOnlySpan<LayoutField> Fields => FieldsRight.Slice(1);", "Fields" },
        { ".ctor", "public Entry() { }", "new()" },
        { ".ctor Features", "public Entry(in Features capabilities) { this = new(); }", "new(capabilities)" },
        { "TryValidate LayoutFault", "public readonly bool TryValidate(out LayoutFault fault) { fault = default; return true; }", "TryValidate" },
        { "TryValidate LayoutFault", "public readonly bool TryValidate(out LayoutFault fault) { bool valid = TryValidateRight(out fault); if (!valid) fault = new LayoutFault(\"Flag\", 0, 0, fault.Reason); return valid; }", "TryValidate" },
        { "TryValidate LayoutFault", "public readonly bool TryValidate(out LayoutFault fault) { Entry other = this; other.Kind = other.Kind == (Kind)7 ? 0 : other.Kind; return other.TryValidateRight(out fault); }", "TryValidate" },
        { "TryValidate Features", "public readonly bool TryValidate(in Features capabilities, out LayoutFault fault) => TryValidate(out fault);", "TryValidate" },
        { "TryValidate Features", "public readonly bool TryValidate(in Features capabilities, out LayoutFault fault) => TryValidateRight(new Features(true), out fault);", "TryValidate" },
        { "Equals Entry", "public readonly bool Equals(Entry other) { other.Flag = Flag; return EqualsRight(other); }", "Equals" },
        { "Equals object?", "public readonly override bool Equals(object? obj) => false;", "Equals" },
        { "!=", "public static bool operator !=(Entry left, Entry right) => false;", "operator !=" },
        { "==", "public static bool operator ==(Entry left, Entry right) => true;", "operator ==" },
        { "GetHashCode", "public readonly override int GetHashCode() => 0;", "GetHashCode" },
        { "TryFormat", "public readonly bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) { Entry other = this; other.Flag = false; return other.TryFormatRight(destination, out charsWritten, format, provider); }", "Flag" },
        { "TryFormat", "public readonly bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) { TryFormatRight(destination, out charsWritten, format, provider); return true; }", "TryFormat" },
        { "ToString string?", "public readonly string ToString(string? format, IFormatProvider? formatProvider) => ToStringRight(format, formatProvider).Replace(\"Signed\", \"S\");", "ToString" },
        { "Difference", "public readonly string Difference(Entry before) { before.Flag = Flag; return DifferenceRight(before); }", "Difference" },
        { "Difference", "public readonly string Difference(Entry before) => DifferenceRight(before).Replace(\"reserved bits\", \"\");", "Difference" },
        { "TryFormatDifference", "public readonly bool TryFormatDifference(Entry before, Span<char> destination, out int charsWritten) { bool fits = TryFormatDifferenceRight(before, destination, out charsWritten); if (!fits) charsWritten = destination.Length; return fits; }", "TryFormatDifference" },
        { "Publish", "public readonly void Publish(Span<byte> destination) { Entry other = this; other.Flag = true; other.PublishRight(destination); }", "Publish" },
        { "Publish", "public readonly void Publish(Span<byte> destination) { destination.Fill(0xFF); PublishRight(destination); }", "Publish" },
    };

    [Fact]
    public void Without_a_defect_nothing_is_found() => PlantedDefect.Run(Declared, "Entry", string.Empty, string.Empty, static type => Assert.Empty(LayoutCheck.Run(type).NotCompared));

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_planted_defect_is_found_and_placed(string member, string wrong, string place) =>
        PlantedDefect.Run(Declared, "Entry", member, wrong, type => Assert.Contains(place, Assert.Throws<LayoutCheckException>(() => LayoutCheck.Run(type)).Place, StringComparison.Ordinal));
}
