using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Tests.Runtime;

/// <summary>Runs the body of a lock statement, or of a <c>using</c> of a lock's scope, without the lock.</summary>
internal sealed class LockStatementDeletion : IDeletion
{
    public IEnumerable<RuntimeMutant> Of(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        foreach (StatementSyntax statement in root.DescendantNodes().OfType<StatementSyntax>())
        {
            StatementSyntax? left = statement switch
            {
                LockStatementSyntax @lock => @lock.Statement,
                UsingStatementSyntax @using when TakesScope(@using) => @using.Statement,
                LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration when TakesScope(declaration) => SyntaxFactory.EmptyStatement(),
                _ => null,
            };
            if (left is not null)
            {
                yield return RuntimeMutant.At(statement, root.ReplaceNode(statement, left.WithTriviaFrom(statement)));
            }
        }

        bool TakesScope(SyntaxNode @using) => @using.ChildNodes().SelectMany(static child => child is BlockSyntax ? [] : child.DescendantNodesAndSelf())
            .OfType<InvocationExpressionSyntax>().Any(call => model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "EnterScope", ContainingType.Name: "Lock" });
    }
}
