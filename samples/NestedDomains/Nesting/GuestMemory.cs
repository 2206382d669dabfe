using System.Buffers.Binary;
using DeclIommu.Driver;
using DeclIommu.Memory;

namespace NestedDomains.Nesting;

/// <summary>The memory of the guests on one parent: mapped by the driver, written down in an address space, and marked so that a read tells where it went.</summary>
/// <remarks>Two regions: one that fits a page of 2 MiB, and one that lies askew in physical memory, so that it takes pages of 4 KiB.</remarks>
internal sealed class GuestMemory
{
    public const ulong LargePage = 2 << 20;
    public const ulong SmallPages = LargePage;
    private const ulong SmallPagesLength = 1 << 20;

    private readonly PhysicalMemory _memory;
    private readonly ParentDomain _parent;

    public GuestMemory(string name, PhysicalMemory memory, ulong start, ParentDomain parent)
    {
        _memory = memory;
        _parent = parent;
        Space = new AddressSpace(name);
        Map(0, start, LargePage);
        Map(SmallPages, start + LargePage + AddressSpace.PageSize, SmallPagesLength);
    }

    public AddressSpace Space { get; }

    /// <summary>Unmaps a range; when this returns, no unit may use it any more.</summary>
    public void Unmap(UnmappedRange range)
    {
        _parent.Unmap(range.Iova, range.Length);
        Space.Unmap(range.Iova, range.Length);
    }

    private void Map(ulong iova, ulong physical, ulong length)
    {
        _parent.Map(iova, physical, length, Permissions.ReadWrite);
        Space.Map(iova, physical, length, Permissions.ReadWrite);
        for (ulong offset = 0; offset < length; offset += AddressSpace.PageSize)
        {
            _memory.TryGetSpan(physical + offset, sizeof(ulong), out Span<byte> mark);
            BinaryPrimitives.WriteUInt64LittleEndian(mark, physical + offset);
        }
    }
}
