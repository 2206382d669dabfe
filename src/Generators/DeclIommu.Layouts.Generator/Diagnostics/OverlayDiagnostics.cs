using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>The rules for overlays.</summary>
internal static class OverlayDiagnostics
{
    public static readonly DiagnosticDescriptor DoubleFetch = Rule.Warning(
        "DIG0090",
        "A field is fetched twice from memory that others change",
        "'{0}' is read here for the second time through an overlay of '{1}'; the memory may have changed in between: decide on one value of '{1}.Read(…)'");
}
