using DeclIommu.Contracts;

namespace DeclIommu.Driver;

/// <summary>An ID that nobody uses any more but that units may still have cached translations under.</summary>
/// <param name="Value">The ID.</param>
/// <param name="Ticket">Tells this stay in quarantine from an earlier or later one of the same ID.</param>
/// <param name="MayBeCachedOn">The units that have yet to confirm.</param>
/// <param name="Quota">What the ID is charged to, if anything.</param>
internal readonly record struct QuarantinedDomainId(ushort Value, long Ticket, UnitSet MayBeCachedOn, [Consumes] DomainIdQuota? Quota);
