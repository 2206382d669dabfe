namespace NestedDomains.Replay;

/// <summary>A device whose table entry names a page table.</summary>
/// <param name="RecordedLeafMappings">Null if the capture says nothing about the device.</param>
/// <param name="Translations">How many of its translations were recorded.</param>
/// <param name="EqualTranslations">How many of those the model made alike.</param>
internal sealed record TranslatedDevice(
    string Device,
    int DomainId,
    int Levels,
    ulong Root,
    string Permissions,
    long LeafMappings,
    long? RecordedLeafMappings,
    int Translations,
    int EqualTranslations);
