using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Encoded commands for one unit, one after the other. Grows, and is used again.</summary>
internal sealed class CommandList
{
    private byte[] _bytes = new byte[16 * Command.SizeInBytes];
    private int _length;

    public int Count => _length / Command.SizeInBytes;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(in InvalidateIommuPages command) => command.Write(Next());

    public void Add(in InvalidateDeviceTableEntry command) => command.Write(Next());

    public void Add(in InvalidateIotlbPages command) => command.Write(Next());

    /// <summary>Adds one invalidation for each of several domain IDs.</summary>
    /// <remarks>
    /// Each is put together where it lies: one that is changed elsewhere and then copied whole waits until the change has reached memory, which takes longer than all the rest.
    /// </remarks>
    public void AddForEach(in InvalidateIommuPages command, ReadOnlySpan<DomainId> ids)
    {
        Span<byte> bytes = Next(ids.Length);
        foreach (DomainId id in ids)
        {
            command.Write(bytes);
            InvalidateIommuPages.AsRef(bytes).DomainId = id;
            bytes = bytes[InvalidateIommuPages.SizeInBytes..];
        }
    }

    public void Add(in InvalidateInterruptTable command) => command.Write(Next());

    public void Add(in CompletePeripheralPageRequest command) => command.Write(Next());

    public void Add(in InvalidateIommuAll command) => command.Write(Next());

    private Span<byte> Next(int count = 1)
    {
        int length = count * Command.SizeInBytes;
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        }

        Span<byte> next = _bytes.AsSpan(_length, length);
        _length += length;
        return next;
    }
}
