using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A place in a source file, which keeps no syntax alive.</summary>
internal sealed record FaultPlace(string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>The place of a location; null if that is in no source.</summary>
    public static FaultPlace? Of(Location? location) =>
        location is { SourceTree: { } tree } ? new FaultPlace(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
