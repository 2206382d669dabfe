using DeclIommu.Formats;

namespace DeclIommu.Device;

/// <summary>Where a fault came from.</summary>
/// <param name="Context">The device table entry, if one was read.</param>
/// <param name="TableAddress">The physical address of the table entry that could not be read or used.</param>
/// <param name="Pasid">The process address space of the request, if it was to go through guest tables.</param>
internal readonly record struct FaultSource(DeviceContext? Context, ulong TableAddress, Pasid? Pasid = null);
