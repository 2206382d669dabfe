using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Makes the descriptors of the <c>DIG</c> rules: one category, one place for their pages.</summary>
internal static class Rule
{
    private const string Category = "DeclIommu.Layouts";
    private const string Pages = "https://github.com/decliommu/decliommu/blob/main/src/Generators/docs/";

    public static DiagnosticDescriptor Error(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Error);

    public static DiagnosticDescriptor Warning(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Warning);

    public static DiagnosticDescriptor Info(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");
}
