using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>
/// Leaves out a call that by its contract gives up a reference, its receiver's or that of an argument, or that disposes of what an owned field holds or a parameter has taken over; and the <c>using</c> of what a
/// call gives as owned.
/// A call that makes something of what it takes over, and returns it, is no release. A member that says why its ownership is not analysed is left as it is.
/// </summary>
internal sealed class ReleaseDeletion : IDeletion
{
    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (InvocationExpressionSyntax call in Releases(root, model))
        {
            ExpressionSyntax whole = call.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == call ? conditional : call;
            yield return RuntimeMutant.At(call, root.ReplaceNode(whole, Without(whole, (IMethodSymbol)model.GetSymbolInfo(call).Symbol!)));
        }

        foreach (LocalDeclarationStatementSyntax declaration in root.DescendantNodes().OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.UsingKeyword.RawKind != 0 && declaration.Declaration.Variables[0].Initializer?.Value is InvocationExpressionSyntax given
                && model.GetSymbolInfo(given).Symbol is IMethodSymbol giver && giver.GetReturnTypeAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ReturnsOwnedAttribute"))
            {
                yield return RuntimeMutant.At(declaration, root.ReplaceNode(declaration, declaration.WithUsingKeyword(default).WithTriviaFrom(declaration)));
            }
        }

    }

    /// <summary>The calls below a node that give something back.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Releases(SyntaxNode node, SemanticModel model)
        => node.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => !IsUnchecked(call) && model.GetSymbolInfo(call).Symbol is IMethodSymbol method && (DisposesOwned(call, method, model)
            || (method.ReturnType.SpecialType is SpecialType.System_Void or SpecialType.System_Boolean && (Has(method, "ReleasesReferenceAttribute") || method.Parameters.Any(static parameter => Has(parameter, "ConsumesAttribute"))))));

    private static bool DisposesOwned(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model)
        => method is { Name: "Dispose" or "Close", Parameters.IsEmpty: true } && call.Parent is ConditionalAccessExpressionSyntax or ExpressionStatementSyntax
            && Receiver(call) is { } receiver && model.GetSymbolInfo(receiver).Symbol is { } held && (Has(held, "OwnedAttribute") || Has(held, "ConsumesAttribute"));

    private static bool IsUnchecked(SyntaxNode call)
        => call.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()?.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() == "UncheckedOwnership") is true;

    private static ExpressionSyntax? Receiver(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax access ? access.Expression : (call.Parent as ConditionalAccessExpressionSyntax)?.Expression;

    // A release whose result is asked for was not the last one.
    private static ExpressionSyntax Without(ExpressionSyntax call, IMethodSymbol method)
        => SyntaxFactory.ParseExpression(call.Parent is ExpressionStatementSyntax || method.ReturnsVoid || call.Parent is ArrowExpressionClauseSyntax ? "System.GC.KeepAlive(null)" : "false").WithTriviaFrom(call);

    private static bool Has(ISymbol symbol, string name) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == name);
}
