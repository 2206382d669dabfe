using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Tests.Docs;

/// <summary>Rules that share a prefix.</summary>
public interface IRuleFamily
{
    /// <summary>What their numbers begin with.</summary>
    static abstract string Prefix { get; }

    /// <summary>The analyzers that report them.</summary>
    static abstract IReadOnlyList<DiagnosticAnalyzer> Analyzers { get; }
}
