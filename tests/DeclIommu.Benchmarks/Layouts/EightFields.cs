using DeclIommu.Layouts;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>A register of eight fields with mixed policies.</summary>
[Layout(64)]
public partial struct EightFields
{
    [Bit(0)]
    public partial bool Enable { readonly get; set; }

    [Bits(3, 1)]
    public partial byte Mode { readonly get; set; }

    [Bit(4), Access(Access.WriteOneToClear)]
    public partial bool Overflow { readonly get; set; }

    [Bit(5), Access(Access.WriteOneToClear)]
    public partial bool Interrupt { readonly get; set; }

    [Bit(6), Access(Access.ReadOnly)]
    public partial bool Running { readonly get; set; }

    [Bits(15, 8), Access(Access.WriteOneToSet)]
    public partial byte Request { readonly get; set; }

    [Bits(31, 16)]
    public partial ushort Tag { readonly get; set; }

    [Bits(63, 32)]
    public partial uint Address { readonly get; set; }
}
