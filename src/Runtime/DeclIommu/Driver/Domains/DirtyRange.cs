namespace DeclIommu.Driver;

/// <summary>Pages that devices have written, one after the other.</summary>
/// <param name="Start">The address of the first, as devices see it.</param>
/// <param name="Length">How many bytes they have together.</param>
public readonly record struct DirtyRange(ulong Start, ulong Length);
