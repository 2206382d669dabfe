namespace DeclIommu.Analyzers.Contracts;

internal enum GuardKind
{
    All,
    Any,
    WriteOnly,
    Pointee,
}
