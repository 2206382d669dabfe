using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>What the IOMMU keeps of one device table entry.</summary>
internal sealed class DeviceContext
{
    // HADUpdate.
    private const byte AccessedAndDirtyUpdates = 3;

    private int _pageFaults;

    private DeviceContext(DmaOutcome disposition) => Disposition = disposition;

    /// <summary>What becomes of a request before its address counts; <see cref="DmaOutcome.Translated"/> if the address decides.</summary>
    internal DmaOutcome Disposition { get; }

    /// <summary>The domain ID that tags the translations.</summary>
    internal DomainId DomainId { get; private init; }

    /// <summary>The root of the host table; level 0 if there is none (Mode 0).</summary>
    internal HostTable Root { get; private init; }

    /// <summary>IR and IW of the entry.</summary>
    internal Permissions Permissions { get; private init; }

    /// <summary>Where guest translation begins; null if the device has none.</summary>
    internal GuestTables? Guest { get; private init; }

    /// <summary>Whether accessed bits of the host page table are set.</summary>
    internal bool SetsAccessed { get; private init; }

    /// <summary>Whether dirty bits of the host page table are set.</summary>
    internal bool SetsDirty { get; private init; }

    /// <summary>Whether the device may ask for translations to cache, and use those that it has (I).</summary>
    internal bool AllowsTranslationRequests { get; private init; }

    private bool SuppressesRepeatedFaults { get; init; }

    private bool SuppressesFaults { get; init; }

    /// <summary>Judges an entry as the IOMMU does before it translates.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="features">What the IOMMU can do.</param>
    /// <param name="control">What of it software has switched on.</param>
    internal static DeviceContext Of(in DeviceTableEntry entry, ExtendedFeatureRegister features, ControlRegister control)
    {
        return new DeviceContext(Judge(entry, features, control))
        {
            Guest = entry.GuestTranslationValid ? TablesOf(entry, control) : null,
            SetsAccessed = entry.HostAccessDirty != HostAccessDirtyMode.None && control.HostAccessUpdateMode != 0,
            SetsDirty = entry.HostAccessDirty == HostAccessDirtyMode.AccessedAndDirty && control.HostAccessUpdateMode == AccessedAndDirtyUpdates,
            DomainId = entry.DomainId,
            Root = new HostTable(entry.HostPageTableRoot, (int)entry.Mode, Permissions.ReadWrite),
            Permissions = (entry.ReadAllowed ? Permissions.Read : Permissions.None) | (entry.WriteAllowed ? Permissions.Write : Permissions.None),
            AllowsTranslationRequests = entry.IotlbEnabled,
            SuppressesFaults = entry.SuppressAllEvents,
            SuppressesRepeatedFaults = entry.SuppressEvents,
        };
    }

    /// <summary>Counts a page fault.</summary>
    /// <returns>Whether it is to be logged (SA, SE).</returns>
    internal bool NotePageFault()
    {
        bool isFirst = Interlocked.Exchange(ref _pageFaults, 1) == 0;
        return !SuppressesFaults && (isFirst || !SuppressesRepeatedFaults);
    }

    private static GuestTables TablesOf(in DeviceTableEntry entry, ControlRegister control) => new(
        entry.GuestCr3TableRoot,
        entry.GuestCr3Levels,
        control.GuestCr3TablePointerTranslated,
        entry.GuestPagingMode == GuestPagingMode.FiveLevels ? 5 : 4,
        entry.GuestIoValid,
        SetsAccessed: !control.GuestAccessUpdateDisabled,
        SetsDirty: !control.GuestDirtyUpdateDisabled);

    private static DmaOutcome Judge(in DeviceTableEntry entry, ExtendedFeatureRegister features, ControlRegister control)
    {
        if (!entry.IsValid)
        {
            return DmaOutcome.PassedThrough;
        }

        if (!IsLegal(entry, features) || (entry.GuestTranslationValid && !HasLegalGuestTables(entry, features, control)))
        {
            return DmaOutcome.IllegalDeviceTableEntry;
        }

        return entry.TranslationValid ? DmaOutcome.Translated : DmaOutcome.Blocked;
    }

    private static bool IsLegal(in DeviceTableEntry entry, ExtendedFeatureRegister features)
    {
        // Bits 255 to 128 are judged with the interrupt map, not with memory requests.
        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        entry.Write(bytes);
        bytes[(DeviceTableEntry.SizeInBytes / 2)..].Clear();
        if (!DeviceTableEntry.Read(bytes).TryValidate(out _))
        {
            return false;
        }

        bool tracks = entry.HostAccessDirty switch
        {
            HostAccessDirtyMode.None => true,
            HostAccessDirtyMode.Accessed => features.HostAccessedSupported,
            _ => features.HostAccessedSupported && features.HostDirtySupported,
        };
        int highestMode = features.HostPageTableLevels switch
        {
            HostPageTableLevels.Four => (int)PagingMode.FourLevels,
            HostPageTableLevels.Five => (int)PagingMode.FiveLevels,
            HostPageTableLevels.Six => (int)PagingMode.SixLevels,
            _ => (int)PagingMode.NoTranslation,
        };
        return tracks && (int)entry.Mode <= highestMode;
    }

    private static bool HasLegalGuestTables(in DeviceTableEntry entry, ExtendedFeatureRegister features, ControlRegister control)
    {
        bool levelsAreWalked = entry.GuestPagingMode switch
        {
            GuestPagingMode.FourLevels => true,
            GuestPagingMode.FiveLevels => features.GuestPageTableLevels != GuestPageTableLevels.Four,
            _ => false,
        };
        return features.GuestTranslationSupported
            && control.GuestTranslationEnabled
            && levelsAreWalked
            && entry.GuestCr3Levels <= features.GuestCr3TableLevels
            && (features.GuestIoSupported || !entry.GuestIoValid);
    }
}
