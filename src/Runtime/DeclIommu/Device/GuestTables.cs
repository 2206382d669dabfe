using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>Where guest translation begins, and what the registers said of it when the device table entry was read.</summary>
/// <param name="Root">The address of the guest CR3 table.</param>
/// <param name="Cr3Levels">The number of levels of the guest CR3 table.</param>
/// <param name="RootIsGuestPhysical">Whether that address, and those in the table, are guest physical (GCR3TRPMode).</param>
/// <param name="Levels">The number of levels of the page tables, 4 or 5.</param>
/// <param name="TakesRequestsWithoutPasid">Whether requests without PASID are translated as those with PASID 0 (GIoV).</param>
/// <param name="SetsAccessed">Whether the accessed bits of guest page tables are set.</param>
/// <param name="SetsDirty">Whether their dirty bits are set.</param>
internal sealed record GuestTables(
    ulong Root, GuestCr3TableLevels Cr3Levels, bool RootIsGuestPhysical, int Levels, bool TakesRequestsWithoutPasid, bool SetsAccessed, bool SetsDirty);
