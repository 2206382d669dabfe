using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Turns expression bodies of members, accessors, local functions and lambdas into blocks.</summary>
internal static class ExpressionBodies
{
    /// <summary>The expression that makes up the body, or null if the body is a block or cannot become one.</summary>
    public static ExpressionSyntax? Of(SyntaxNode owner)
    {
        ExpressionSyntax? body = owner is LambdaExpressionSyntax lambda ? lambda.ExpressionBody : Arrow(owner)?.Expression;
        return body is RefExpressionSyntax or ThrowExpressionSyntax ? null : body;
    }

    /// <summary>Whether the expression is the result, and not only evaluated; null where it must stay an expression.</summary>
    public static bool? ReturnsValue(SyntaxNode owner, SemanticModel model, CancellationToken cancellation)
    {
        if (owner is LambdaExpressionSyntax && model.GetTypeInfo(owner, cancellation).ConvertedType is { Name: "Expression" or "LambdaExpression", ContainingNamespace.Name: "Expressions" })
        {
            return null;
        }

        ISymbol? symbol = owner is LambdaExpressionSyntax ? model.GetSymbolInfo(owner, cancellation).Symbol : model.GetDeclaredSymbol(owner, cancellation);
        return symbol switch
        {
            IPropertySymbol => true,
            IMethodSymbol { ReturnsVoid: true } or IMethodSymbol { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments.IsEmpty: true } } => false,
            IMethodSymbol => true,
            _ => null,
        };
    }

    /// <summary>The owner with a block in place of its expression.</summary>
    /// <param name="owner">What has the expression as its body.</param>
    /// <param name="returnsValue">Whether the expression is the result.</param>
    /// <param name="change">Makes the one statement of the block into that which is wanted.</param>
    public static SyntaxNode ToBlock(SyntaxNode owner, bool returnsValue, Func<StatementSyntax, BlockSyntax> change)
    {
        ExpressionSyntax expression = Of(owner)!.WithoutTrivia();
        StatementSyntax statement = returnsValue
            ? SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            : SyntaxFactory.ExpressionStatement(expression);
        BlockSyntax block = change(statement);
        SyntaxNode changed = owner is LambdaExpressionSyntax lambda
            ? lambda.WithBody(block).WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(SyntaxFactory.ElasticLineFeed))
            : WithBody(WithoutSpaceBeforeArrow(owner), block);
        return changed.WithTriviaFrom(owner).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ArrowExpressionClauseSyntax? Arrow(SyntaxNode owner) => owner.ChildNodes().OfType<ArrowExpressionClauseSyntax>().FirstOrDefault();

    private static SyntaxNode WithoutSpaceBeforeArrow(SyntaxNode owner)
    {
        SyntaxToken before = Arrow(owner)!.ArrowToken.GetPreviousToken();
        return owner.ReplaceToken(before, before.WithTrailingTrivia(SyntaxFactory.ElasticLineFeed));
    }

    private static SyntaxNode WithBody(SyntaxNode owner, BlockSyntax block) => owner switch
    {
        BaseMethodDeclarationSyntax method => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
        LocalFunctionStatementSyntax function => function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
        AccessorDeclarationSyntax accessor => accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
        PropertyDeclarationSyntax property => property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(block)),
        IndexerDeclarationSyntax indexer => indexer.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(block)),
        _ => owner,
    };

    private static AccessorListSyntax Getter(BlockSyntax block)
        => SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block)));
}
