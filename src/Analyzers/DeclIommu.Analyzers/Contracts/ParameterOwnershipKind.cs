namespace DeclIommu.Analyzers.Contracts;

/// <summary>What a call does to the reference that is passed.</summary>
internal enum ParameterOwnershipKind
{
    /// <summary>No contract says it: a counted object stays with the caller, anything else may be taken.</summary>
    Unstated,

    /// <summary>It stays with the caller.</summary>
    Borrows,

    /// <summary>It passes to the callee.</summary>
    Consumes,

    /// <summary>An out parameter that gives the caller an owned reference.</summary>
    OwnedOut,
}
