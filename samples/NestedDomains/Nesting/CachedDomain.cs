namespace NestedDomains.Nesting;

/// <summary>How many translations a unit caches under one domain ID, within the range that is unmapped and outside of it.</summary>
internal sealed record CachedDomain(
    int Unit,
    int HostDomainId,
    string Owner,
    int InRangeBefore,
    int InRangeAfter,
    int OutsideBefore,
    int OutsideAfter);
