namespace DeclIommu.Analyzers.Contracts;

internal enum LockMode
{
    Shared,
    Upgradeable,
    Exclusive,

    /// <summary>Whichever mode is held: the release of a contract names none.</summary>
    Any,
}
