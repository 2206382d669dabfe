using DeclIommu.Formats;
using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A domain with a guest CR3 table of the host's own.</summary>
[Layout(256)]
internal partial struct SavedPasidDomain : ISavedRecord<SavedPasidDomain>
{
    static int ISavedRecord<SavedPasidDomain>.Size => SizeInBytes;

    /// <summary>One more than which parent it is under; 0 for none.</summary>
    [Bits(31, 0)]
    public partial uint Parent { readonly get; set; }

    /// <summary>Its domain ID.</summary>
    [Bits(47, 32)]
    public partial ushort DomainId { readonly get; set; }

    /// <summary>How many levels its page tables have.</summary>
    [Bits(55, 48)]
    public partial byte PagingLevels { readonly get; set; }

    /// <summary>How many levels its guest CR3 table has.</summary>
    [Bits(57, 56), Exhaustive]
    public partial GuestCr3TableLevels PasidLevels { readonly get; set; }

    /// <summary>Whether requests without PASID use the table of PASID 0.</summary>
    [Bit(58)]
    public partial bool TranslateWithoutPasid { readonly get; set; }

    /// <summary>Where the parent maps the frames of the guest CR3 table.</summary>
    [Bits(127, 64)]
    public partial ulong Window { readonly get; set; }

    /// <summary>When units are told to forget what is unbound.</summary>
    [Bits(255, 128)]
    public partial SavedFlushing Flushing { readonly get; set; }
}
