using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>
/// Leaves out a call that by its contract gives up a reference: its receiver's, or that of an argument. A call that makes something of what it
/// takes over, and returns it, is no release.
/// </summary>
internal sealed class ReleaseDeletion : IDeletion
{
    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Void or SpecialType.System_Boolean } method
                && (Has(method, "ReleasesReferenceAttribute") || method.Parameters.Any(static parameter => Has(parameter, "ConsumesAttribute"))))
            {
                yield return RuntimeMutant.At(call, root.ReplaceNode(call, Without(call, method)));
            }
        }
    }

    // A release whose result is asked for was not the last one.
    private static ExpressionSyntax Without(InvocationExpressionSyntax call, IMethodSymbol method)
        => SyntaxFactory.ParseExpression(call.Parent is ExpressionStatementSyntax || method.ReturnsVoid || call.Parent is ArrowExpressionClauseSyntax ? "System.GC.KeepAlive(null)" : "false").WithTriviaFrom(call);

    private static bool Has(ISymbol symbol, string name) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == name);
}
