using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>What a member must know of its command set: where the discriminator lies.</summary>
internal sealed record CommandFamily(string MemberTypeName, EquatableArray<BitPiece> Discriminator, string DiscriminatorName);
