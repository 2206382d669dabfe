namespace DeclIommu.Driver;

/// <summary>Why a host does not act on a device table entry of a guest.</summary>
public enum GuestEntryFault
{
    /// <summary>V is clear: the guest has not set the device up. Attach it to the parent instead.</summary>
    NotValid,

    /// <summary>TV is clear: the guest blocks the device. Detach it instead.</summary>
    TranslationNotValid,

    /// <summary>A reserved bit is set, or a field holds a reserved value.</summary>
    Reserved,

    /// <summary>A field is set that is the host's: the mode or root of the host page table, or the accessed and dirty mode.</summary>
    HostField,

    /// <summary>Guest translation is asked for, but there is no guest CR3 table.</summary>
    NoGuestCr3Table,

    /// <summary>Guest translation is asked for, but a unit of the host does not have it.</summary>
    GuestTranslationUnsupported,

    /// <summary>Guest page tables or guest CR3 tables have more levels than a unit of the host walks.</summary>
    TooManyLevels,
}
