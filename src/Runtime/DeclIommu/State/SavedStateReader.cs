using System.Security.Cryptography;
using DeclIommu.Layouts;

namespace DeclIommu.State;

/// <summary>Takes a saved state apart after its checksum was found right, in the order in which it was written.</summary>
internal ref struct SavedStateReader
{
    private ReadOnlySpan<byte> _rest;
    private uint _sections;

    /// <exception cref="SavedStateException">It is no saved state of that kind and version, or it is damaged.</exception>
    public SavedStateReader(ReadOnlySpan<byte> state, SavedStateKind kind)
    {
        if (state.Length < SavedStateHeader.SizeInBytes + SHA256.HashSizeInBytes)
        {
            throw new SavedStateException(
                SavedStateFault.WrongLength, $"it has {state.Length} bytes, and none has fewer than {SavedStateHeader.SizeInBytes + SHA256.HashSizeInBytes}.");
        }

        SavedStateHeader header = SavedStateHeader.Read(state);
        if (header.Magic != SavedStateHeader.ExpectedMagic)
        {
            throw new SavedStateException(SavedStateFault.NotSavedState, $"it begins with 0x{header.Magic:X16}, not 0x{SavedStateHeader.ExpectedMagic:X16}.");
        }

        if (header.Version != SavedStateHeader.CurrentVersion)
        {
            throw new SavedStateException(SavedStateFault.UnknownVersion, $"its format has version {header.Version}; this library reads version {SavedStateHeader.CurrentVersion}.");
        }

        if (header.Length != (ulong)state.Length)
        {
            throw new SavedStateException(SavedStateFault.WrongLength, $"it says that it has {header.Length} bytes, and has {state.Length}.");
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(state[..^SHA256.HashSizeInBytes], checksum);
        if (!checksum.SequenceEqual(state[^SHA256.HashSizeInBytes..]))
        {
            throw new SavedStateException(SavedStateFault.Damaged, "its checksum does not fit its contents.");
        }

        if (header.Kind != kind)
        {
            throw new SavedStateException(SavedStateFault.OtherKind, $"it is of a {header.Kind}, not of a {kind}.");
        }

        if (!header.TryValidate(out LayoutFault fault))
        {
            throw new SavedStateException(SavedStateFault.Inconsistent, $"its header is not valid: {fault}.");
        }

        _sections = header.Sections;
        _rest = state[SavedStateHeader.SizeInBytes..^SHA256.HashSizeInBytes];
    }

    /// <summary>Reads the next section.</summary>
    /// <exception cref="SavedStateException">It is another, or its records are not valid.</exception>
    public T[] Read<T>(ushort section)
        where T : struct, ISavedRecord<T>
    {
        SavedSectionHeader header = default;
        bool isThere = _sections > 0 && SavedSectionHeader.TryRead(_rest, out header);
        if (!isThere || header.Section != section || header.RecordSize != T.Size)
        {
            throw new SavedStateException(SavedStateFault.Inconsistent, $"section {section} with records of {T.Size} bytes is not where it belongs.");
        }

        _sections--;
        _rest = _rest[SavedSectionHeader.SizeInBytes..];
        if ((ulong)header.Count * (ulong)T.Size > (ulong)_rest.Length)
        {
            throw new SavedStateException(SavedStateFault.Inconsistent, $"section {section} has no room for its {header.Count} records.");
        }

        var records = new T[header.Count];
        for (int index = 0; index < records.Length; index++)
        {
            records[index] = T.Read(_rest);
            _rest = _rest[T.Size..];
            if (!records[index].TryValidate(out LayoutFault fault))
            {
                throw new SavedStateException(SavedStateFault.Inconsistent, $"record {index} of section {section} is not valid: {fault}.");
            }
        }

        return records;
    }

    /// <exception cref="SavedStateException">There is more than was read.</exception>
    public readonly void End()
    {
        if (_sections != 0 || !_rest.IsEmpty)
        {
            throw new SavedStateException(SavedStateFault.Inconsistent, $"{_sections} sections and {_rest.Length} bytes are more than belong there.");
        }
    }
}
