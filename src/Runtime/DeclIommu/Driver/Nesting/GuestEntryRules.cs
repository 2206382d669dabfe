using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Driver;

/// <summary>What a device table entry of a guest must be like for the host to act on it.</summary>
internal static class GuestEntryRules
{
    /// <exception cref="GuestEntryRefusedException">The entry is not like that.</exception>
    public static void Check(DeviceTableEntry entry, IReadOnlyList<IommuUnit> units)
    {
        if (!entry.IsValid)
        {
            throw new GuestEntryRefusedException(GuestEntryFault.NotValid, nameof(entry.IsValid), 0, "but must be 1");
        }

        if (!entry.TranslationValid)
        {
            throw new GuestEntryRefusedException(GuestEntryFault.TranslationNotValid, nameof(entry.TranslationValid), 0, "but must be 1");
        }

        if (!entry.TryValidate(out LayoutFault fault))
        {
            throw new GuestEntryRefusedException(GuestEntryFault.Reserved, fault.Field ?? $"reserved bits {fault.Msb} to {fault.Lsb}", 1, $"but bits {fault.Msb} to {fault.Lsb} are {fault.Reason}", fault);
        }

        Refuse(entry.Mode != PagingMode.NoTranslation, GuestEntryFault.HostField, nameof(entry.Mode), (ulong)entry.Mode, "but is the host's, and must be 0");
        Refuse(entry.HostPageTableRoot != 0, GuestEntryFault.HostField, nameof(entry.HostPageTableRoot), entry.HostPageTableRoot, "but is the host's, and must be 0");
        Refuse(entry.HostAccessDirty != HostAccessDirtyMode.None, GuestEntryFault.HostField, nameof(entry.HostAccessDirty), (ulong)entry.HostAccessDirty, "but is the host's, and must be 0");
        if (!entry.GuestTranslationValid)
        {
            return;
        }

        Refuse(entry.GuestCr3TableRoot == 0, GuestEntryFault.NoGuestCr3Table, nameof(entry.GuestCr3TableRoot), 0, "but guest translation needs a table");
        foreach (IommuUnit unit in units)
        {
            Refuse(!unit.SupportsGuestTranslation, GuestEntryFault.GuestTranslationUnsupported, nameof(entry.GuestTranslationValid), 1, $"but {unit.Name} has no guest translation that can be nested");
            CheckLevels(entry, unit.Name, unit.ExtendedFeatures);
        }
    }

    /// <exception cref="GuestEntryRefusedException">The guest's tables have more levels than the unit walks.</exception>
    public static void CheckLevels(DeviceTableEntry entry, string unit, ExtendedFeatureRegister features)
    {
        Refuse(
            entry.GuestPagingMode == GuestPagingMode.FiveLevels && features.GuestPageTableLevels == GuestPageTableLevels.Four,
            GuestEntryFault.TooManyLevels,
            nameof(entry.GuestPagingMode),
            (ulong)entry.GuestPagingMode,
            $"but {unit} walks guest page tables of four levels only");
        Refuse(
            entry.GuestCr3Levels > features.GuestCr3TableLevels,
            GuestEntryFault.TooManyLevels,
            nameof(entry.GuestCr3Levels),
            (ulong)entry.GuestCr3Levels,
            $"but {unit} goes to {(ulong)features.GuestCr3TableLevels} only");
    }

    private static void Refuse(bool condition, GuestEntryFault fault, string field, ulong value, string bound)
    {
        if (condition)
        {
            throw new GuestEntryRefusedException(fault, field, value, bound);
        }
    }
}
