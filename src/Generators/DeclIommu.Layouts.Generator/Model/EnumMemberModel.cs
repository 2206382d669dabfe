namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A named value of an enum; <see cref="Bits"/> is its two's complement pattern.</summary>
internal sealed record EnumMemberModel(string Name, ulong Bits, string? Capability);
