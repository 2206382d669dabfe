namespace NestedDomains.Nesting;

/// <summary>What came of the nested scenario.</summary>
/// <param name="DirectMemoryAccesses">How many accesses filled the caches.</param>
/// <param name="RefusedAccesses">How many accesses to the unmapped range the units refused afterwards.</param>
/// <param name="ExpectedRefusals">How many they had to.</param>
/// <param name="PageFaultEvents">How many IO_PAGE_FAULT events the units logged for them.</param>
/// <param name="StaleAfterFlush">How many cached translations no longer said what the page tables say once the unmap had returned.</param>
/// <param name="Refusal">Why a guest's entry with GV = 1 was refused; null if it was not.</param>
internal sealed record NestingResult(
    int Units,
    IReadOnlyList<NestedMapping> Mappings,
    int DirectMemoryAccesses,
    UnmappedRange Unmapped,
    IReadOnlyList<FlushedUnit> Flush,
    IReadOnlyList<CachedDomain> Cache,
    int StaleAfterFlush,
    int RefusedAccesses,
    int ExpectedRefusals,
    int PageFaultEvents,
    string? Refusal,
    IReadOnlyList<string> Differences);
