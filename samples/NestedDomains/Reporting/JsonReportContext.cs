using System.Text.Json.Serialization;

namespace NestedDomains.Reporting;

/// <summary>Writes <see cref="JsonReport"/> without reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(HexadecimalConverter)])]
[JsonSerializable(typeof(JsonReport))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
