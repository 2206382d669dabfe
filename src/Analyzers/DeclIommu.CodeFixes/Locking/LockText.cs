using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>The lock that a diagnostic names, as code.</summary>
internal static class LockText
{
    /// <summary>The expression, or null if the diagnostic names no lock, or none that can be written.</summary>
    public static ExpressionSyntax? Parse(Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(FixProperties.Lock, out string? text) || string.IsNullOrEmpty(text))
        {
            return null;
        }

        ExpressionSyntax expression = SyntaxFactory.ParseExpression(text!);
        return expression.ContainsDiagnostics ? null : expression;
    }
}
