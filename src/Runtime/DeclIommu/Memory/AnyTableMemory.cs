namespace DeclIommu.Memory;

/// <summary>Memory of a kind that is not known.</summary>
internal readonly struct AnyTableMemory(IPhysicalMemory memory) : ITableMemory
{
    /// <inheritdoc/>
    public bool TryRead(ulong address, out ulong value) => memory.TryReadWord(address, out value);
}
