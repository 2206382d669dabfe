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

    public bool Stored { get; set; }

    public bool WasWritten { get; set; }

    /// <summary>What was written to the low half and waits; or what was kept of the high half.</summary>
    public bool? Held { get; set; }

    /// <summary>What a read shows.</summary>
    public bool Shown(bool isAvailable) => (isAvailable ? Access : null) switch
    {
        null => Reserved switch
        {
            ReservedBits.MustBeOne => true,
            ReservedBits.Preserve => Stored,
            _ => false,
        },
        Layouts.Access.WriteOnly => false,
        _ => Stored,
    };

    /// <summary>What a read does.</summary>
    public void Read(bool isAvailable)
    {
        if (isAvailable && Access == Layouts.Access.ReadClears)
        {
            Stored = false;
        }
        else if (isAvailable && Access == Layouts.Access.ReadSets)
        {
            Stored = true;
        }
    }

    /// <summary>What a write does.</summary>
    public void Write(bool data, bool isAvailable, bool isLocked)
    {
        if (Access is null || !isAvailable)
        {
            if (Reserved == ReservedBits.Preserve)
            {
                Stored = data;
            }

            return;
        }

        if (isLocked)
        {
            return;
        }

        switch (Access)
        {
            case Layouts.Access.ReadWrite or Layouts.Access.WriteOnly:
                Stored = data;
                break;
            case Layouts.Access.WriteOneToClear when data:
            case Layouts.Access.WriteZeroToClear when !data:
            case Layouts.Access.WriteClears:
                Stored = false;
                break;
            case Layouts.Access.WriteOneToSet when data:
            case Layouts.Access.WriteZeroToSet when !data:
            case Layouts.Access.WriteSets:
                Stored = true;
                break;
            case Layouts.Access.WriteOneToToggle when data:
                Stored = !Stored;
                break;
            case Layouts.Access.WriteOnce:
                Stored = WasWritten ? Stored : data;
                WasWritten = true;
                break;
        }
    }
}
