using DeclIommu.Layouts;

namespace DeclIommu.NestedDomains.Tests.Readme;

[Layout(128)]                                     // bits: 16 bytes, little-endian
public partial struct Descriptor
{
    [Bit(0)]                        public partial bool Interrupt { readonly get; set; }
    [Bits(2, 1)]                    public partial Direction Direction { readonly get; set; }   // an enum
    [Bits(51, 12), Scaled(12)]      public partial ulong Address { readonly get; set; }         // a page: low 12 bits zero
    [Bits(127, 120, 63, 60)]        public partial ushort Tag { readonly get; set; }            // 12 bits in two pieces
    [Bits(95, 64)]                  public partial uint Length { readonly get; set; }
}
