using System.Numerics;

namespace DeclIommu.Layouts.Testing;

/// <summary>A member of an enum, and the capability that it needs, if any.</summary>
internal sealed record NamedNumber(string Name, BigInteger Number, string? Capability);
