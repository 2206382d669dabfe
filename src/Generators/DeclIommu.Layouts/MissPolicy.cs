namespace DeclIommu.Layouts;

/// <summary>What a register bank does with an access that meets no register. Inside an access that meets one, the lanes of a gap read zero and ignore writes in any case.</summary>
public enum MissPolicy
{
    /// <summary>The access gives <see cref="AccessResult.Unmapped"/>.</summary>
    Refuse,

    /// <summary>A read gives zeros, a write is ignored.</summary>
    ReadZero,

    /// <summary>A read gives ones, a write is ignored.</summary>
    ReadOnes,
}
