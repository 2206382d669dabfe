using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

/// <summary>Every field of a device table entry, one by one.</summary>
internal static class DeviceTableFields
{
    // From the table of the device table entry: the bits that it calls reserved.
    private static readonly (int Msb, int Lsb)[] Reserved = [(6, 2), (63, 63), (106, 106), (181, 180), (187, 187), (206, 192), (244, 240)];

    public static byte[] WithoutReservedBits(byte[] entry)
    {
        byte[] cleared = [.. entry];
        foreach ((int msb, int lsb) in Reserved)
        {
            for (int bit = lsb; bit <= msb; bit++)
            {
                cleared[bit / 8] &= (byte)~(1 << (bit % 8));
            }
        }

        return cleared;
    }

    public static DeviceTableEntry Copy(DeviceTableEntry from) => new()
    {
        IsValid = from.IsValid,
        TranslationValid = from.TranslationValid,
        HostAccessDirty = from.HostAccessDirty,
        Mode = from.Mode,
        HostPageTableRoot = from.HostPageTableRoot,
        PeripheralPageRequests = from.PeripheralPageRequests,
        GuestPasidResponsePrefix = from.GuestPasidResponsePrefix,
        GuestIoValid = from.GuestIoValid,
        GuestTranslationValid = from.GuestTranslationValid,
        GuestCr3Levels = from.GuestCr3Levels,
        GuestCr3TableRoot = from.GuestCr3TableRoot,
        ReadAllowed = from.ReadAllowed,
        WriteAllowed = from.WriteAllowed,
        DomainId = from.DomainId,
        IotlbEnabled = from.IotlbEnabled,
        SuppressEvents = from.SuppressEvents,
        SuppressAllEvents = from.SuppressAllEvents,
        IoControl = from.IoControl,
        CacheHint = from.CacheHint,
        SnoopDisable = from.SnoopDisable,
        AllowExclusion = from.AllowExclusion,
        SystemManagement = from.SystemManagement,
        InterruptMapValid = from.InterruptMapValid,
        InterruptTableLength = from.InterruptTableLength,
        IgnoreUnmappedInterrupts = from.IgnoreUnmappedInterrupts,
        InterruptTableRoot = from.InterruptTableRoot,
        GuestPagingMode = from.GuestPagingMode,
        InitPass = from.InitPass,
        ExternalInterruptPass = from.ExternalInterruptPass,
        NmiPass = from.NmiPass,
        InterruptControl = from.InterruptControl,
        Lint0Pass = from.Lint0Pass,
        Lint1Pass = from.Lint1Pass,
        VirtualImuEnabled = from.VirtualImuEnabled,
        GuestDeviceId = from.GuestDeviceId,
        GuestId = from.GuestId,
        Software = from.Software,
        AttributesValid = from.AttributesValid,
        ForceCoherentUntranslated = from.ForceCoherentUntranslated,
        SnoopAttribute = from.SnoopAttribute,
    };
}
