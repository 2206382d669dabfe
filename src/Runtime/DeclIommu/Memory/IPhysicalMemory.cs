namespace DeclIommu.Memory;

/// <summary>Memory addressed by physical address, handed out as spans without copying.</summary>
/// <remarks>Guests and devices change it underfoot: read a word once, decide on what was read. Implementations are safe for concurrent use.</remarks>
public interface IPhysicalMemory
{
    /// <summary>Gives the bytes of a range if memory backs all of it in one piece.</summary>
    /// <param name="address">The physical address of the first byte.</param>
    /// <param name="length">The number of bytes, at least 0.</param>
    /// <param name="span">The bytes themselves, not a copy; empty if the result is false.</param>
    /// <returns>False if any byte of the range is not backed, or the range is not contiguous (it never is across a 4 KiB boundary that two pieces share).</returns>
    bool TryGetSpan(ulong address, int length, out Span<byte> span);
}
