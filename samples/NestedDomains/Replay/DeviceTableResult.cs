namespace NestedDomains.Replay;

/// <summary>The recorded device table.</summary>
/// <param name="Valid">How many entries have V set.</param>
internal sealed record DeviceTableResult(
    ulong Address,
    int Entries,
    int Valid,
    IReadOnlyList<TranslatedDevice> Devices,
    IReadOnlyList<string> Differences);
