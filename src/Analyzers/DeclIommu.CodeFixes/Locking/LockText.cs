using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>The lock that a diagnostic names, as code.</summary>
internal static class LockText
{
    /// <summary>The expression, if it binds at the statement to an object that a lock statement takes.</summary>
    public static ExpressionSyntax? Bind(Diagnostic diagnostic, SemanticModel model, SyntaxNode place)
    {
        if (Parse(diagnostic) is not { } expression)
        {
            return null;
        }

        ITypeSymbol? type = model.GetSpeculativeTypeInfo(place.SpanStart, expression, SpeculativeBindingOption.BindAsExpression).Type;
        bool isLock = type is { SpecialType: SpecialType.System_Object } or { Name: "Lock", ContainingNamespace.Name: "Threading" };
        return isLock ? expression : null;
    }

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
