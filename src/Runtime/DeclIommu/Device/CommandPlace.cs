namespace DeclIommu.Device;

/// <summary>Where a command was found.</summary>
/// <param name="Address">Its physical address.</param>
/// <param name="Moves">How often software had moved the head by then.</param>
internal readonly record struct CommandPlace(ulong Address, int Moves);
