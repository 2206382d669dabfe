using System.Text.Json;
using System.Text.Json.Serialization;

namespace NestedDomains.Reporting;

/// <summary>Addresses and other 64-bit values as strings such as "0x1f000": a number would lose bits in many readers.</summary>
internal sealed class HexadecimalConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are only written.");

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) => writer.WriteStringValue($"0x{value:x}");
}
