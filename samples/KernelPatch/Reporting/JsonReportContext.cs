using System.Text.Json.Serialization;

namespace KernelPatch.Reporting;

/// <summary>Writes <see cref="JsonReport"/> without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonReport))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
