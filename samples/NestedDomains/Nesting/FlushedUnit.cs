using NestedDomains.Hardware;

namespace NestedDomains.Nesting;

/// <summary>The commands that one unit was sent by the unmap, in order.</summary>
internal sealed record FlushedUnit(int Unit, IReadOnlyList<DecodedCommand> Commands);
