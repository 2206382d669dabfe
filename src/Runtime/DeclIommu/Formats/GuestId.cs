namespace DeclIommu.Formats;

/// <summary>The number by which hardware virtualisation of the IOMMU knows a guest.</summary>
/// <param name="Value">0 to 65535.</param>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, virtualized IOMMU.</remarks>
public readonly record struct GuestId(ushort Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:X4}";
}
