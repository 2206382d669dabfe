namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A value after reset; the full reset has no kind.</summary>
internal sealed record ResetModel(string? Kind, ulong Value);
