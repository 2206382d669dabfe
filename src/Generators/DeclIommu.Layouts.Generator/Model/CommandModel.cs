namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A member of a command set.</summary>
internal sealed record CommandModel(string Name, string TypeName, ulong Opcode, string? Capability, bool HasCapabilities);
