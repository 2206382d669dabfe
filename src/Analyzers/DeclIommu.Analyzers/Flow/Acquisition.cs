using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>One owned reference: where it came from.</summary>
/// <param name="Kind">How it came.</param>
/// <param name="Site">The call, the creation, the out argument or the parameter; null if nothing in this body gave it.</param>
/// <param name="Pair">The known pair that it belongs to, or null if a contract gave it.</param>
internal sealed record Acquisition(AcquisitionKind Kind, SyntaxNode? Site, KnownPair? Pair = null)
{
    /// <summary>What a field held before.</summary>
    public static readonly Acquisition OfField = new(AcquisitionKind.Field, null);
}
