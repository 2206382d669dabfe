using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A named value of an enum; <see cref="Bits"/> is its two's complement pattern, and one of the capabilities, if there are any, must be on.</summary>
internal sealed record EnumMemberModel(string Name, ulong Bits, EquatableArray<string> Capabilities);
