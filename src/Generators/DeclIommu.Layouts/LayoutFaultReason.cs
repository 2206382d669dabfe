namespace DeclIommu.Layouts;

/// <summary>Why a value is not valid for its layout.</summary>
public enum LayoutFaultReason
{
    /// <summary>There is no fault.</summary>
    None,

    /// <summary>A bit that must be zero is one.</summary>
    ReservedBitSet,

    /// <summary>A bit that must be one is zero.</summary>
    ReservedBitClear,

    /// <summary>A constant field holds another value.</summary>
    ConstantMismatch,

    /// <summary>An exhaustive enum field holds a value without a name.</summary>
    UndefinedValue,

    /// <summary>A field, enum member or command needs a capability that is off.</summary>
    NotAvailable,

    /// <summary>No member of the command set has this opcode.</summary>
    UnknownCommand,
}
