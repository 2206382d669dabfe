namespace DeclIommu.Memory;

/// <summary>Addresses within naturally aligned pieces: without the division that a remainder takes, which costs more than a step of a table walk.</summary>
internal static class Alignment
{
    /// <summary>The first address of the piece that an address lies in.</summary>
    /// <param name="address">The address.</param>
    /// <param name="size">The size of the pieces, a power of two.</param>
    internal static ulong AlignDown(this ulong address, ulong size) => address & (0 - size);

    /// <summary>How far into its piece an address lies.</summary>
    /// <param name="address">The address.</param>
    /// <param name="size">The size of the pieces, a power of two.</param>
    internal static ulong OffsetIn(this ulong address, ulong size) => address & (size - 1);
}
