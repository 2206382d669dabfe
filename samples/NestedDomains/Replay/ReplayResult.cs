using NestedDomains.Captures;

namespace NestedDomains.Replay;

/// <summary>What came of replaying a capture.</summary>
/// <param name="Events">How many events the model logged: none if all is as recorded.</param>
internal sealed record ReplayResult(
    Capture Capture,
    DeviceTableResult DeviceTable,
    CommandRingResult CommandRing,
    TranslationResult Translations,
    int Events,
    IReadOnlyList<string> Differences);
