namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Bits that no field names, and their policy.</summary>
internal sealed record ReservedRange(int Msb, int Lsb, ReservedPolicy Policy);
