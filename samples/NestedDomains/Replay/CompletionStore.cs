namespace NestedDomains.Replay;

/// <summary>A word that COMPLETION_WAIT commands store to: as recorded, and as the model left it.</summary>
internal sealed record CompletionStore(ulong Address, ulong Recorded, ulong Stored);
