using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>What tags guest translations.</summary>
/// <param name="Domain">The domain ID.</param>
/// <param name="Pasid">The process address space.</param>
internal readonly record struct GuestTag(DomainId Domain, Pasid Pasid);
