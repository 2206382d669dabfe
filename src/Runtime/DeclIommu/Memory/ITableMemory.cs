namespace DeclIommu.Memory;

/// <summary>Memory as walks of tables read it. Walks are compiled once for each kind, so that reading a word of flat memory is no call.</summary>
internal interface ITableMemory
{
    /// <summary>Reads a little-endian word at once, before everything that this thread reads afterwards.</summary>
    /// <param name="address">A multiple of 8.</param>
    /// <param name="value">The value, if the result is true.</param>
    /// <returns>False if no memory backs the word.</returns>
    bool TryRead(ulong address, out ulong value);
}
