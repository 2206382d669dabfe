using DeclIommu.Contracts;
using DeclIommu.Formats;
using DeclIommu.Layouts;

Span<byte> slot = stackalloc byte[InvalidateIommuPages.SizeInBytes];
new InvalidateIommuPages { DomainId = new DomainId(7), IncludePageDirectories = true }.Write(slot);
Console.WriteLine($"{Convert.ToHexString(slot)} {Own.SizeInBytes} {new Counter().Next()}");

/// <summary>A layout of the consumer's own: the generator came with the package.</summary>
[Layout(24)]
public partial struct Own
{
    [Bits(20, 4)]
    public partial int Value { readonly get; set; }
}

/// <summary>Reads a guarded field without its lock: the analyzer that came with the package must say so.</summary>
public sealed class Counter
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private int _count = 3;

    public int Next() => _count;
}
