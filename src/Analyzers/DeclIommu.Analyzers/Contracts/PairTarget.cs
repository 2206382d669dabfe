namespace DeclIommu.Analyzers.Contracts;

/// <summary>Which object of a call a known pair is about.</summary>
internal enum PairTarget
{
    Result,
    Receiver,
    Parameter,
}
