using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>Bits that always hold one value.</summary>
internal sealed record FieldConstant(string Name, EquatableArray<BitPiece> Pieces, ulong Value);
