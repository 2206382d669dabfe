namespace NestedDomains.Captures;

/// <summary>The recorded state of a machine's IOMMU: registers, memory, and the translations it made.</summary>
internal sealed record Capture(
    string File,
    string Description,
    ulong MmioBase,
    IReadOnlyList<CapturedRegister> Registers,
    IReadOnlyList<CapturedPage> Pages,
    IReadOnlyList<CapturedMappings> Mappings,
    IReadOnlyList<CapturedTranslation> Translations);
