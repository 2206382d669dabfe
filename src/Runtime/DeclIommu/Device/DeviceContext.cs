using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>What the IOMMU keeps of one device table entry.</summary>
internal sealed class DeviceContext
{
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

    private bool SuppressesRepeatedFaults { get; init; }

    private bool SuppressesFaults { get; init; }

    /// <summary>Judges an entry as the IOMMU does before it translates.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="features">What the IOMMU can do.</param>
    /// <param name="guestTranslationEnabled">GTEn.</param>
    internal static DeviceContext Of(in DeviceTableEntry entry, ExtendedFeatureRegister features, bool guestTranslationEnabled)
    {
        return new DeviceContext(Judge(entry, features, guestTranslationEnabled))
        {
            DomainId = entry.DomainId,
            Root = new HostTable(entry.HostPageTableRoot, (int)entry.Mode, Permissions.ReadWrite),
            Permissions = (entry.ReadAllowed ? Permissions.Read : Permissions.None) | (entry.WriteAllowed ? Permissions.Write : Permissions.None),
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

    private static DmaOutcome Judge(in DeviceTableEntry entry, ExtendedFeatureRegister features, bool guestTranslationEnabled)
    {
        if (!entry.IsValid)
        {
            return DmaOutcome.PassedThrough;
        }

        if (!IsLegal(entry, features, guestTranslationEnabled))
        {
            return DmaOutcome.IllegalDeviceTableEntry;
        }

        if (!entry.TranslationValid)
        {
            return DmaOutcome.Blocked;
        }

        return entry.GuestTranslationValid ? DmaOutcome.GuestTranslationUnsupported : DmaOutcome.Translated;
    }

    private static bool IsLegal(in DeviceTableEntry entry, ExtendedFeatureRegister features, bool guestTranslationEnabled)
    {
        // Bits 255 to 128 are judged with the interrupt map, not with memory requests.
        Span<byte> bytes = stackalloc byte[DeviceTableEntry.SizeInBytes];
        entry.Write(bytes);
        bytes[(DeviceTableEntry.SizeInBytes / 2)..].Clear();
        if (!DeviceTableEntry.Read(bytes).TryValidate(out _))
        {
            return false;
        }

        if (entry.GuestTranslationValid && !(features.GuestTranslationSupported && guestTranslationEnabled))
        {
            return false;
        }

        int highestMode = features.HostPageTableLevels switch
        {
            HostPageTableLevels.Four => (int)PagingMode.FourLevels,
            HostPageTableLevels.Five => (int)PagingMode.FiveLevels,
            HostPageTableLevels.Six => (int)PagingMode.SixLevels,
            _ => (int)PagingMode.NoTranslation,
        };
        return (int)entry.Mode <= highestMode;
    }
}
