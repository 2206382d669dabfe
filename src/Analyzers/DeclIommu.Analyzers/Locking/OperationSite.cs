using System;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>An operation for a rule that looks at one at a time.</summary>
internal readonly struct OperationSite
{
    private readonly Action<Diagnostic> _report;

    public OperationSite(IOperation operation, ISymbol member, Action<Diagnostic> report)
    {
        Operation = operation;
        ContainingSymbol = member;
        _report = report;
    }

    public IOperation Operation { get; }

    /// <summary>The member that the operation is of.</summary>
    public ISymbol ContainingSymbol { get; }

    public void ReportDiagnostic(Diagnostic diagnostic) => _report(diagnostic);
}
