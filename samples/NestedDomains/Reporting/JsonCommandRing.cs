using NestedDomains.Replay;

namespace NestedDomains.Reporting;

/// <summary>The recorded command ring, for machines.</summary>
internal sealed record JsonCommandRing(ulong Address, int Entries, int Executed, IReadOnlyList<CompletionStore> CompletionStores);
