namespace DeclIommu.Analyzers.Contracts;

/// <summary>The ownership contract of one parameter.</summary>
/// <param name="Kind">What a call does to the reference that is passed.</param>
/// <param name="OnThrow">The reference passes to the callee even if the call throws.</param>
/// <param name="ValidWhile">The lock under which the reference is valid.</param>
internal sealed record ParameterOwnership(ParameterOwnershipKind Kind, bool OnThrow = false, LockTemplate? ValidWhile = null)
{
    public static readonly ParameterOwnership Unstated = new(ParameterOwnershipKind.Unstated);
}
