namespace DeclIommu.State;

/// <summary>What a saved state is of.</summary>
internal enum SavedStateKind : byte
{
    /// <summary>A host with its units.</summary>
    Host = 1,

    /// <summary>A device model.</summary>
    Device = 2,
}
