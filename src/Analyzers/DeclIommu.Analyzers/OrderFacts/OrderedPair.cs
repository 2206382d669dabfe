using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>One lock is acquired while another is held.</summary>
/// <param name="Held">The name of the one held.</param>
/// <param name="Acquired">The name of the one acquired.</param>
/// <param name="Place">Where: the acquisition, or the call that leads to it.</param>
internal sealed record OrderedPair(string Held, string Acquired, Location Place);
