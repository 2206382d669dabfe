namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>One bit of a register, with the policy that the declaration gives it.</summary>
internal sealed class OracleBit
{
    /// <summary>The policy of the field that has the bit; null if none has.</summary>
    public Access? Access { get; init; }

    public ReservedBits Reserved { get; init; }

    public string? Capability { get; init; }

    /// <summary>The name of the field that locks this bit.</summary>
    public string? LockedBy { get; init; }

    public string? Field { get; init; }

    public Dictionary<string, bool> Resets { get; init; } = [];

    public bool WasWritten { get; set; }

    /// <summary>What was written to the low half and waits; or what was kept of the high half.</summary>
    public bool? Held { get; set; }

    /// <summary>What a read shows.</summary>
    public bool Shown(bool stored, bool isAvailable) => (isAvailable ? Access : null) switch
    {
        null => Reserved switch
        {
            ReservedBits.MustBeOne => true,
            ReservedBits.Preserve => stored,
            _ => false,
        },
        Layouts.Access.WriteOnly => false,
        _ => stored,
    };

    /// <summary>What is stored after a read.</summary>
    public bool AfterRead(bool stored, bool isAvailable) => (isAvailable ? Access : null) switch
    {
        Layouts.Access.ReadClears => false,
        Layouts.Access.ReadSets => true,
        _ => stored,
    };

    /// <summary>What is stored after a write.</summary>
    public bool AfterWrite(bool stored, bool data, bool isAvailable, bool isLocked)
    {
        if (Access is null || !isAvailable)
        {
            return Reserved == ReservedBits.Preserve ? data : stored;
        }

        if (isLocked)
        {
            return stored;
        }

        bool isFirst = !WasWritten;
        WasWritten = true;
        return Access switch
        {
            Layouts.Access.ReadWrite or Layouts.Access.WriteOnly => data,
            Layouts.Access.WriteOneToClear => !data && stored,
            Layouts.Access.WriteOneToSet => data || stored,
            Layouts.Access.WriteOneToToggle => data ? !stored : stored,
            Layouts.Access.WriteZeroToClear => data && stored,
            Layouts.Access.WriteZeroToSet => !data || stored,
            Layouts.Access.WriteClears => false,
            Layouts.Access.WriteSets => true,
            Layouts.Access.WriteOnce => isFirst ? data : stored,
            _ => stored,
        };
    }
}
