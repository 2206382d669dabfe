using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Where the guest page tables of a device begin.</summary>
/// <param name="Address">The address of the guest CR3 table: a guest physical one under a parent, else a system physical one.</param>
/// <param name="Levels">How many levels the guest CR3 table has.</param>
/// <param name="PagingMode">How many levels the page tables have.</param>
/// <param name="TakesRequestsWithoutPasid">Whether requests without PASID use the table of PASID 0.</param>
internal readonly record struct GuestTableRoot(ulong Address, GuestCr3TableLevels Levels, GuestPagingMode PagingMode, bool TakesRequestsWithoutPasid);
