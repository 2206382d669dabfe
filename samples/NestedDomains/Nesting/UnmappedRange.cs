using DeclIommu.Formats;

namespace NestedDomains.Nesting;

/// <summary>What the parent unmapped.</summary>
internal sealed record UnmappedRange(string Parent, ulong Iova, ulong Length)
{
    public bool Contains(ulong iova) => iova - Iova < Length;

    public bool Overlaps(ulong start, ulong length) => start < Iova + Length && Iova < start + length;

    public bool IsCoveredBy(PageRange range) => range.Start <= Iova && Iova + Length - 1 <= range.Last;
}
