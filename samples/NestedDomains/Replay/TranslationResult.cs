namespace NestedDomains.Replay;

/// <summary>The recorded translations, made again by the model: each once by walking the page table, and once from the cache that the walk filled.</summary>
internal sealed record TranslationResult(int Total, int Equal, int Cached, IReadOnlyList<TranslationDifference> Different);
