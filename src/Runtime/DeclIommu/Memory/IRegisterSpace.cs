using DeclIommu.Layouts;

namespace DeclIommu.Memory;

/// <summary>A region of memory-mapped registers: what a driver writes and a device implements.</summary>
public interface IRegisterSpace
{
    /// <summary>Reads registers.</summary>
    /// <param name="offset">The byte offset in the region.</param>
    /// <param name="destination">Receives the bytes, in memory order; its length is the width of the access.</param>
    /// <returns>What became of the access; on anything but <see cref="AccessResult.Done"/> nothing has changed.</returns>
    AccessResult Read(ulong offset, Span<byte> destination);

    /// <summary>Writes registers.</summary>
    /// <param name="offset">The byte offset in the region.</param>
    /// <param name="source">The bytes, in memory order; its length is the width of the access.</param>
    /// <returns>What became of the access; on anything but <see cref="AccessResult.Done"/> nothing has changed.</returns>
    AccessResult Write(ulong offset, ReadOnlySpan<byte> source);
}
