using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Makes the variable that holds an owned reference a <c>using</c> declaration, or has a <c>using</c> statement dispose of one that a condition declares.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UsingDeclarationCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.LeakOnException, RuleIds.LeakByOverwrite);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (OwnedVariable.Find(place) is { Release.TakesArgument: false, Binding: { Kind: not BindingKind.Later } binding } variable && IsDisposed(variable))
        {
            yield return new Edit(
                "Dispose of '" + variable.Name + "' at the end of the block",
                nameof(UsingDeclarationCodeFix),
                binding.Anchor,
                (root, anchor) => Rewrite(root, (StatementSyntax)anchor, variable));
        }
    }

    private static bool IsDisposed(OwnedVariable variable) => variable.Release.Method.Name switch
    {
        "Dispose" => GivingBack.IsDisposable(variable.Symbol.Type),
        "DisposeAsync" => GivingBack.Implements(variable.Symbol.Type, "IAsyncDisposable"),
        _ => false,
    };

    private static SyntaxNode Rewrite(SyntaxNode root, StatementSyntax anchor, OwnedVariable variable)
    {
        GuardedStatements guarded = GuardedStatements.Of(anchor, variable.Binding.Guarded is not null);
        List<StatementSyntax> bare = guarded.WithoutReleases(variable.Release);
        switch (anchor)
        {
            case LocalDeclarationStatementSyntax declaration:
                return guarded.Replace(root, bare.Prepend(Using(declaration, variable)), replacesAnchor: true);
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } when Declaration(anchor, variable.Name) is { } declaration:
                EqualsValueClauseSyntax initializer = SyntaxFactory.EqualsValueClause(assignment.OperatorToken, assignment.Right);
                VariableDeclaratorSyntax variableWithValue = declaration.Declaration.Variables[0].WithIdentifier(declaration.Declaration.Variables[0].Identifier.WithTrailingTrivia(SyntaxFactory.Space)).WithInitializer(initializer);
                LocalDeclarationStatementSyntax made = declaration.WithDeclaration(declaration.Declaration.WithVariables(SyntaxFactory.SingletonSeparatedList(variableWithValue))).WithTriviaFrom(anchor);
                SyntaxNode tracked = root.TrackNodes(guarded.Block, declaration);
                guarded = guarded with { Block = tracked.GetCurrentNode(guarded.Block)! };
                tracked = guarded.Replace(tracked, bare.Prepend(Using(made, variable)), replacesAnchor: true);
                return tracked.RemoveNode(tracked.GetCurrentNode(declaration)!, SyntaxRemoveOptions.KeepNoTrivia)!;
            default:
                UsingStatementSyntax statement = SyntaxFactory.UsingStatement(null, SyntaxFactory.IdentifierName(variable.Name), SyntaxFactory.Block(bare));
                statement = variable.Release.IsAwaited ? statement.WithAwaitKeyword(Keyword(SyntaxKind.AwaitKeyword)) : statement;
                return guarded.Replace(root, new[] { statement });
        }
    }

    private static LocalDeclarationStatementSyntax Using(LocalDeclarationStatementSyntax declaration, OwnedVariable variable)
    {
        LocalDeclarationStatementSyntax made = declaration.WithoutLeadingTrivia().WithUsingKeyword(Keyword(SyntaxKind.UsingKeyword));
        return (variable.Release.IsAwaited ? made.WithAwaitKeyword(Keyword(SyntaxKind.AwaitKeyword)) : made).WithLeadingTrivia(declaration.GetLeadingTrivia());
    }

    /// <summary>The declaration without a value of a variable that a statement assigns to.</summary>
    private static LocalDeclarationStatementSyntax? Declaration(StatementSyntax assignment, string name)
        => assignment.Ancestors().OfType<BlockSyntax>().SelectMany(static block => block.Statements).OfType<LocalDeclarationStatementSyntax>()
            .FirstOrDefault(declaration => declaration.Declaration.Variables is { Count: 1 } variables && variables[0].Identifier.ValueText == name);

    private static SyntaxToken Keyword(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
