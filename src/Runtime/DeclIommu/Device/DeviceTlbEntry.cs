using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>A translation that a device has cached itself.</summary>
/// <param name="Pasid">The process address space that it was asked for; null if none.</param>
/// <param name="VirtualAddress">The first address of the page as the device sees it.</param>
/// <param name="Size">The size of the page in bytes.</param>
/// <param name="PhysicalAddress">The system physical address of the page.</param>
/// <param name="Permissions">What the device may do there.</param>
public readonly record struct DeviceTlbEntry(Pasid? Pasid, ulong VirtualAddress, ulong Size, ulong PhysicalAddress, Permissions Permissions)
{
    internal bool Contains(ulong address) => address >= VirtualAddress && address - VirtualAddress < Size;
}
