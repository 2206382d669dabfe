using System.Buffers;
using System.Security.Cryptography;

namespace DeclIommu.State;

/// <summary>Puts a saved state together: header, sections in the order in which they are added, checksum.</summary>
internal sealed class SavedStateWriter(SavedStateKind kind)
{
    private readonly ArrayBufferWriter<byte> _sections = new();
    private uint _count;

    public void Add<T>(ushort section, IReadOnlyCollection<T> records)
        where T : struct, ISavedRecord<T>
    {
        SavedSectionHeader header = new() { Section = section, RecordSize = checked((ushort)T.Size), Count = checked((uint)records.Count) };
        header.Write(_sections.GetSpan(SavedSectionHeader.SizeInBytes));
        _sections.Advance(SavedSectionHeader.SizeInBytes);
        foreach (T record in records)
        {
            record.Write(_sections.GetSpan(T.Size));
            _sections.Advance(T.Size);
        }

        _count++;
    }

    public void WriteTo(IBufferWriter<byte> destination)
    {
        int length = SavedStateHeader.SizeInBytes + _sections.WrittenCount + SHA256.HashSizeInBytes;
        Span<byte> state = destination.GetSpan(length)[..length];
        SavedStateHeader header = new()
        {
            Magic = SavedStateHeader.ExpectedMagic,
            Version = SavedStateHeader.CurrentVersion,
            Kind = kind,
            Sections = _count,
            Length = (ulong)length,
        };
        header.Write(state);
        _sections.WrittenSpan.CopyTo(state[SavedStateHeader.SizeInBytes..]);
        SHA256.HashData(state[..^SHA256.HashSizeInBytes], state[^SHA256.HashSizeInBytes..]);
        destination.Advance(length);
    }
}
