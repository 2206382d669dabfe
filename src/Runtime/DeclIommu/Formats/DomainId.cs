namespace DeclIommu.Formats;

/// <summary>A domain ID: the tag of host translations in every cache of the IOMMU.</summary>
/// <param name="Value">0 to 65535. Linux never hands out 0; the hardware takes it as any other.</param>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, device table entry, DomainID.</remarks>
public readonly record struct DomainId(ushort Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:X4}";
}
