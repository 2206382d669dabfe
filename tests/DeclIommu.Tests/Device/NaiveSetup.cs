using DeclIommu.Memory;

namespace DeclIommu.Tests.Device;

/// <summary>What a device table entry and the registers say, for <see cref="NaiveTranslation"/>.</summary>
internal sealed record NaiveSetup(
    int HostLevels, ulong HostRoot, ulong GuestCr3, int Cr3Levels, bool Cr3IsGuestPhysical, int GuestLevels, bool MarksGuest, bool MarksHost, Permissions EntryPermissions);
