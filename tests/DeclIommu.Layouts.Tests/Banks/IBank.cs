namespace DeclIommu.Layouts.Tests.Banks;

/// <summary>What every generated bank offers, so that a test can hold any of them.</summary>
internal interface IBank
{
    void Reset();

    AccessResult Read(ulong offset, Span<byte> destination);

    AccessResult Write(ulong offset, ReadOnlySpan<byte> source);
}
