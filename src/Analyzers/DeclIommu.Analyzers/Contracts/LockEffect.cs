namespace DeclIommu.Analyzers.Contracts;

/// <summary>One effect of a member on one lock.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Mode">In which mode.</param>
/// <param name="Lock">The lock, relative to receiver and arguments.</param>
/// <param name="Success">The result that means success of a try.</param>
/// <param name="FlagParameter">Ordinal of the by-reference bool that tells of success, or -1.</param>
internal sealed record LockEffect(LockEffectKind Kind, LockMode Mode, LockTemplate Lock, bool Success = true, int FlagParameter = -1);
