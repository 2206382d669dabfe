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

    public void Add(in InvalidateInterruptTable command) => command.Write(Next());

    public void Add(in CompletePeripheralPageRequest command) => command.Write(Next());

    public void Add(in InvalidateIommuAll command) => command.Write(Next());

    private Span<byte> Next()
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        }

        Span<byte> next = _bytes.AsSpan(_length, Command.SizeInBytes);
        _length += Command.SizeInBytes;
        return next;
    }
}
