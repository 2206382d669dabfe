using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>The device table entries that the driver writes, put together field by field.</summary>
/// <remarks>AMD IOMMU specification, device table entry.</remarks>
internal static class DeviceTableEntries
{
    /// <summary>The entry of a device that may not reach memory: valid, but without a translation.</summary>
    public static DeviceTableEntry Blocked => new() { IsValid = true };

    /// <summary>The entry of a device that a host page table translates for.</summary>
    public static DeviceTableEntry ForHostTable(ulong root, int levels, HostAccessDirtyMode tracking, HostDomainId id, bool cachesTranslations) => new()
    {
        IsValid = true,
        TranslationValid = true,
        HostAccessDirty = tracking,
        Mode = (PagingMode)levels,
        HostPageTableRoot = root,
        ReadAllowed = true,
        WriteAllowed = true,
        DomainId = new DomainId(id.Value),
        IotlbEnabled = cachesTranslations,
    };

    /// <summary>The entry of a device that only guest page tables of the host's own translate for.</summary>
    public static DeviceTableEntry ForGuestTables(in GuestTableRoot root, HostDomainId id, bool cachesTranslations)
    {
        DeviceTableEntry entry = ForHostTable(root: 0, levels: 0, HostAccessDirtyMode.None, id, cachesTranslations);
        SetGuestTables(ref entry, root);
        return entry;
    }

    /// <summary>Puts together what the host gives, the parent's entry and the domain ID, and what the guest may choose.</summary>
    public static DeviceTableEntry Nested(DeviceTableEntry parentEntry, DeviceTableEntry guestEntry, HostDomainId id)
    {
        DeviceTableEntry entry = parentEntry;
        entry.DomainId = new DomainId(id.Value);
        entry.PeripheralPageRequests = guestEntry.PeripheralPageRequests;
        if (guestEntry.GuestTranslationValid)
        {
            SetGuestTables(ref entry, new(guestEntry.GuestCr3TableRoot, guestEntry.GuestCr3Levels, guestEntry.GuestPagingMode, guestEntry.GuestIoValid));
        }

        return entry;
    }

    /// <summary>Adds guest page tables to an entry.</summary>
    public static void SetGuestTables(ref DeviceTableEntry entry, in GuestTableRoot root)
    {
        entry.GuestTranslationValid = true;
        entry.GuestIoValid = root.TakesRequestsWithoutPasid;
        entry.GuestCr3Levels = root.Levels;
        entry.GuestCr3TableRoot = root.Address;
        entry.GuestPagingMode = root.PagingMode;
    }

    /// <summary>The entry that blocks a device for a while: what a unit may still combine with the live one stays as it is.</summary>
    public static DeviceTableEntry BlockedAfter(DeviceTableEntry live)
    {
        DeviceTableEntry entry = KeepForeignFields(Blocked, live);
        entry.GuestPagingMode = live.GuestPagingMode;
        return entry;
    }

    /// <summary>Keeps of a live entry what is not the driver's: the interrupt fields, and what firmware asks for the device.</summary>
    public static DeviceTableEntry KeepForeignFields(DeviceTableEntry entry, DeviceTableEntry live)
    {
        entry.SystemManagement = live.SystemManagement;
        entry.InterruptMapValid = live.InterruptMapValid;
        entry.InterruptTableLength = live.InterruptTableLength;
        entry.IgnoreUnmappedInterrupts = live.IgnoreUnmappedInterrupts;
        entry.InterruptTableRoot = live.InterruptTableRoot;
        entry.InitPass = live.InitPass;
        entry.ExternalInterruptPass = live.ExternalInterruptPass;
        entry.NmiPass = live.NmiPass;
        entry.InterruptControl = live.InterruptControl;
        entry.Lint0Pass = live.Lint0Pass;
        entry.Lint1Pass = live.Lint1Pass;
        return entry;
    }
}
