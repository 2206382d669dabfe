using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>Leaves out, in <c>Dispose</c> or <c>Close</c>, a call by which the disposal goes on in another member of the object that gives something back, itself or where it is overridden.</summary>
internal sealed class DisposalStepDeletion : IDeletion
{
    private const int MostSteps = 4;

    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (MethodDeclarationSyntax disposal in root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(static method => method.Identifier.Text is "Dispose" or "Close"))
        {
            foreach (InvocationExpressionSyntax call in Steps(disposal, model).Where(call => call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax && model.GetSymbolInfo(call).Symbol is IMethodSymbol callee && GivesBack(callee, model.Compilation, MostSteps)))
            {
                yield return RuntimeMutant.At(call, root.ReplaceNode(call, SyntaxFactory.ParseExpression("System.GC.KeepAlive(null)").WithTriviaFrom(call)));
            }
        }
    }

    /// <summary>The calls of other members of the same object.</summary>
    private static IEnumerable<InvocationExpressionSyntax> Steps(SyntaxNode body, SemanticModel model)
        => body.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Expression is IdentifierNameSyntax && model.GetSymbolInfo(call).Symbol is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary });

    private static bool GivesBack(IMethodSymbol method, Compilation compilation, int steps)
        => steps > 0 && Bodies(method, compilation).Any(body =>
        {
            SemanticModel model = compilation.GetSemanticModel(body.SyntaxTree);
            return ReleaseDeletion.Releases(body, model).Any() || Steps(body, model).Any(call => GivesBack((IMethodSymbol)model.GetSymbolInfo(call).Symbol!, compilation, steps - 1));
        });

    /// <summary>That of a method and those of what overrides it.</summary>
    private static IEnumerable<SyntaxNode> Bodies(IMethodSymbol method, Compilation compilation)
        => compilation.GetSymbolsWithName(method.Name, SymbolFilter.Member).OfType<IMethodSymbol>().Where(candidate => Overrides(candidate, method)).SelectMany(static candidate => candidate.DeclaringSyntaxReferences).Select(static part => part.GetSyntax());

    private static bool Overrides(IMethodSymbol? candidate, IMethodSymbol method)
        => candidate is not null && (SymbolEqualityComparer.Default.Equals(candidate, method) || Overrides(candidate.OverriddenMethod, method));
}
