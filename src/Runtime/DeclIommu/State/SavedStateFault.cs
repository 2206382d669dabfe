namespace DeclIommu.State;

/// <summary>Why a saved state is not restored.</summary>
public enum SavedStateFault
{
    /// <summary>It does not begin like one.</summary>
    NotSavedState,

    /// <summary>It was written in a version of the format that this library does not read.</summary>
    UnknownVersion,

    /// <summary>It is the state of something else: of a host where that of a device is wanted, or the other way round.</summary>
    OtherKind,

    /// <summary>It is shorter or longer than it says.</summary>
    WrongLength,

    /// <summary>Its checksum does not fit its contents.</summary>
    Damaged,

    /// <summary>Its contents contradict the format or one another.</summary>
    Inconsistent,

    /// <summary>It uses what the units or the device to restore it on do not have.</summary>
    CapabilityMissing,

    /// <summary>It has other units than there are to restore it on, and nothing says which is which.</summary>
    OtherUnits,

    /// <summary>There is no room for it: page frames or domain IDs.</summary>
    NoRoom,
}
