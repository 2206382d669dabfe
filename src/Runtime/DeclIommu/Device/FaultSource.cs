namespace DeclIommu.Device;

/// <summary>Where a fault came from.</summary>
/// <param name="Context">The device table entry, if one was read.</param>
/// <param name="TableAddress">The physical address of the table entry that could not be read or used.</param>
internal readonly record struct FaultSource(DeviceContext? Context, ulong TableAddress);
