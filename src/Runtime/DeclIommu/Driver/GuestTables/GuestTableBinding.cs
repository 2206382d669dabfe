using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>A PASID of a domain under which a guest page table is in use.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Pasid">The process address space.</param>
internal readonly record struct GuestTableBinding(PasidDomain Domain, Pasid Pasid);
