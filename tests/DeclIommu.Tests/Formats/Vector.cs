using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace DeclIommu.Tests.Formats;

/// <summary>One golden vector: arguments of an encoder that nobody here wrote, and the bytes it gave.</summary>
internal sealed record Vector(string Place, string Name, JsonElement Arguments, bool InSpec, byte[] Bytes, JsonElement Line)
{
    public uint Raw32 => BinaryPrimitives.ReadUInt32LittleEndian(Bytes);

    public ulong Raw64 => BinaryPrimitives.ReadUInt64LittleEndian(Bytes);

    public UInt128 Raw128 => BinaryPrimitives.ReadUInt128LittleEndian(Bytes);

    /// <summary>A number, whether written as one or as "0x…".</summary>
    public static ulong NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? ulong.Parse(value.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : value.GetUInt64();

    public bool Has(string argument) => Arguments.TryGetProperty(argument, out _);

    public string Text(string argument) => Arguments.GetProperty(argument).GetString()!;

    public ulong Number(string argument) => NumberOf(Arguments.GetProperty(argument));

    public bool Flag(string argument) => Number(argument) switch
    {
        0 => false,
        1 => true,
        ulong other => throw new InvalidDataException($"{Place}: {argument} is {other}, not a flag"),
    };

    /// <summary>Compares, naming the line of the vector in the message.</summary>
    public void Expect<T>(T expected, T actual, string what) => Assert.Equal((Place, what, expected), (Place, what, actual));
}
