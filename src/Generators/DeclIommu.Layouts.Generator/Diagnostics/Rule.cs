using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Makes the descriptors of the <c>DIG</c> rules: one category, one place for their pages.</summary>
internal static class Rule
{
    private const string Category = "DeclIommu.Layouts";
    private const string Pages = "https://github.com/decliommu/decliommu/blob/main/src/Generators/docs/";

    public static DiagnosticDescriptor Error(string id, string title, string message, bool isAtEnd = false) => Make(id, title, message, DiagnosticSeverity.Error, isAtEnd);

    public static DiagnosticDescriptor Warning(string id, string title, string message, bool isAtEnd = false) => Make(id, title, message, DiagnosticSeverity.Warning, isAtEnd);

    public static DiagnosticDescriptor Info(string id, string title, string message, bool isAtEnd = false) => Make(id, title, message, DiagnosticSeverity.Info, isAtEnd);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity, bool isAtEnd) =>
        new(
            id,
            title,
            message,
            Category,
            severity,
            isEnabledByDefault: true,
            helpLinkUri: Pages + id + ".md",
            customTags: isAtEnd ? [WellKnownDiagnosticTags.CompilationEnd] : []);
}
