using DeclIommu.Memory;

namespace DeclIommu.Tests.Device;

/// <summary>Flat memory that is not known as such: it gives spans within one page only.</summary>
internal sealed class PagewiseMemory(PhysicalMemory flat) : IPhysicalMemory
{
    private const ulong PageSize = 4096;

    public bool TryGetSpan(ulong address, int length, out Span<byte> span)
    {
        span = default;
        return length >= 0 && (address % PageSize) + (ulong)length <= PageSize && flat.TryGetSpan(address, length, out span);
    }
}
