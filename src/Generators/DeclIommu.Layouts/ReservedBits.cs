namespace DeclIommu.Layouts;

/// <summary>What holds for bits that no field names.</summary>
public enum ReservedBits
{
    /// <summary><c>TryValidate</c> reports a one; a register ignores writes and reads zero.</summary>
    MustBeZero,

    /// <summary><c>TryValidate</c> reports a zero; a register ignores writes and reads one.</summary>
    MustBeOne,

    /// <summary>Any value is valid and kept; a register stores what is written.</summary>
    Preserve,

    /// <summary>Any value is valid; a register ignores writes and reads zero.</summary>
    Ignore,
}
