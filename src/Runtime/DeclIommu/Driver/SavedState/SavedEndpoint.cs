using DeclIommu.Layouts;
using DeclIommu.State;

namespace DeclIommu.Driver;

/// <summary>A device behind a unit.</summary>
[Layout(96)]
internal partial struct SavedEndpoint : ISavedRecord<SavedEndpoint>
{
    static int ISavedRecord<SavedEndpoint>.Size => SizeInBytes;

    /// <summary>The ID under which it sends requests.</summary>
    [Bits(15, 0)]
    public partial ushort Device { readonly get; set; }

    /// <summary>Which unit translates for it.</summary>
    [Bits(23, 16)]
    public partial byte Unit { readonly get; set; }

    /// <summary>How many invalidations it takes at a time.</summary>
    [Bits(31, 24)]
    public partial byte InvalidationQueueDepth { readonly get; set; }

    /// <summary>Whether it caches translations itself.</summary>
    [Bit(32)]
    public partial bool CachesTranslations { readonly get; set; }

    /// <summary>What kind of domain it is attached to.</summary>
    [Bits(34, 33), Exhaustive]
    public partial SavedDomainKind DomainKind { readonly get; set; }

    /// <summary>Which one of that kind.</summary>
    [Bits(95, 64)]
    public partial uint Domain { readonly get; set; }
}
