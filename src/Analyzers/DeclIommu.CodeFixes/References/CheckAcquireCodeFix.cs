using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace DeclIommu.CodeFixes.References;

/// <summary>Leaves the function where a conditional acquire fails.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class CheckAcquireCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UncheckedAcquire);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || place.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or SwitchSectionSyntax } statement
            || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol method || place.ReadScope().Contracts.Of(method) is not { IsConditional: true } contract)
        {
            yield break;
        }

        string subject = call.Expression is MemberAccessExpressionSyntax access ? access.Expression.ToString() : "this";
        (string title, string exit) = FailedCheck.Exit(statement, subject, place);
        string? condition = statement switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var discarded } } => Condition(discarded, call, contract, place),
            ExpressionStatementSyntax { Expression: var ignored } => Condition(ignored, call, contract, place),
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } when Bare(variables[0].Initializer?.Value) == call
                => FailedCheck.Condition(SyntaxFactory.IdentifierName(variables[0].Identifier.WithoutTrivia()), place.Model.GetTypeInfo(variables[0].Initializer!.Value, place.Cancellation).Type, contract, place),
            _ => null,
        };
        if (condition is null)
        {
            yield break;
        }

        yield return new Edit(title + " if the reference is not acquired", nameof(CheckAcquireCodeFix), statement, (root, current) => Rewrite(root, (StatementSyntax)current, condition, exit));
    }

    private static string? Condition(ExpressionSyntax ignored, InvocationExpressionSyntax call, OwnershipContract contract, FixPlace place)
        => Bare(ignored) == call ? FailedCheck.Condition(ignored, place.Model.GetTypeInfo(ignored, place.Cancellation).Type, contract, place) : null;

    private static ExpressionSyntax? Bare(ExpressionSyntax? value) => value switch
    {
        AwaitExpressionSyntax { Expression: var inner } => Bare(inner),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } } => Bare(inner),
        _ => value,
    };

    private static SyntaxNode Rewrite(SyntaxNode root, StatementSyntax statement, string condition, string exit)
    {
        StatementSyntax check = SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression(condition), SyntaxFactory.Block(SyntaxFactory.ParseStatement(exit)))
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
        return statement is LocalDeclarationStatementSyntax
            ? root.InsertNodesAfter(statement, new[] { check.WithTrailingTrivia(SyntaxFactory.ElasticLineFeed) })
            : root.ReplaceNode(statement, check.WithTriviaFrom(statement));
    }
}
