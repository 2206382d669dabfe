namespace NestedDomains.Captures;

/// <summary>A register of the IOMMU as it was read: its offset in the MMIO region and its 64 bits.</summary>
internal sealed record CapturedRegister(int Line, ulong Offset, ulong Value);
