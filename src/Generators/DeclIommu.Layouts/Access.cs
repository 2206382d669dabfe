namespace DeclIommu.Layouts;

/// <summary>What a read or a write through a register bank does to a field. Only the bits in the byte lanes of the access are touched.</summary>
public enum Access
{
    /// <summary>A write stores.</summary>
    ReadWrite,

    /// <summary>A write does nothing.</summary>
    ReadOnly,

    /// <summary>A write stores; a read gives zero.</summary>
    WriteOnly,

    /// <summary>A one clears its bit.</summary>
    WriteOneToClear,

    /// <summary>A one sets its bit.</summary>
    WriteOneToSet,

    /// <summary>A one inverts its bit.</summary>
    WriteOneToToggle,

    /// <summary>A zero clears its bit.</summary>
    WriteZeroToClear,

    /// <summary>A zero sets its bit.</summary>
    WriteZeroToSet,

    /// <summary>Any write clears the bits in its lanes.</summary>
    WriteClears,

    /// <summary>Any write sets the bits in its lanes.</summary>
    WriteSets,

    /// <summary>A read gives the value and clears the bits in its lanes; a write does nothing.</summary>
    ReadClears,

    /// <summary>A read gives the value and sets the bits in its lanes; a write does nothing.</summary>
    ReadSets,

    /// <summary>The first write to a lane after reset stores; later ones do nothing.</summary>
    WriteOnce,
}
