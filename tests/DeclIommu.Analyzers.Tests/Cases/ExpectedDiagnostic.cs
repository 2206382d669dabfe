using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>A rule, and where it speaks.</summary>
internal readonly record struct ExpectedDiagnostic(string Rule, string File, TextSpan Span);
