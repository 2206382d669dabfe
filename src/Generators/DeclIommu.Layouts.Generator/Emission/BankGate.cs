namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>The bits of a register that are there while a capability is on.</summary>
internal sealed record BankGate(string Capability, ulong Mask);
