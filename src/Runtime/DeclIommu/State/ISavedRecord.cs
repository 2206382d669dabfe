using DeclIommu.Layouts;

namespace DeclIommu.State;

/// <summary>A record of a saved state: a declared layout.</summary>
internal interface ISavedRecord<T>
    where T : struct, ISavedRecord<T>
{
    /// <summary>The size of a record in bytes.</summary>
    static abstract int Size { get; }

    static abstract T Read(ReadOnlySpan<byte> source);

    void Write(Span<byte> destination);

    bool TryValidate(out LayoutFault fault);
}
