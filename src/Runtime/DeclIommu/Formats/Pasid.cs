namespace DeclIommu.Formats;

/// <summary>A process address space ID: with a domain ID it tags guest translations.</summary>
/// <param name="Value">0 to 0xFFFFF; a field of 20 bits refuses more.</param>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, guest CR3 table.</remarks>
public readonly record struct Pasid(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:X5}";
}
