namespace NestedDomains.Replay;

/// <summary>The recorded command ring: what was in it, and what came of executing it.</summary>
internal sealed record CommandRingResult(
    ulong Address,
    int Entries,
    int Executed,
    IReadOnlyDictionary<string, int> Commands,
    IReadOnlyList<CompletionStore> CompletionStores,
    IReadOnlyList<string> Differences);
