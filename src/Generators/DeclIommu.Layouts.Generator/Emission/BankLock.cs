namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>The bits of a register that writes leave alone while a bit of <see cref="Key"/> is set.</summary>
internal sealed record BankLock(ulong Key, ulong Locked);
