using DeclIommu.Layouts;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>A bank with a few registers around the measured one.</summary>
[RegisterBank(0x40)]
public partial struct MeasuredBank
{
    [Register(0x00)]
    public partial ulong Base { readonly get; set; }

    [Register(0x08)]
    public partial EightFields Control { readonly get; set; }

    [Register(0x10)]
    public partial uint Head { readonly get; set; }

    [Register(0x14)]
    public partial uint Tail { readonly get; set; }

    [Register(0x20)]
    public partial ulong Features { readonly get; set; }
}
