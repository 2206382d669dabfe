using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Puts the statement of an unguarded access or call into a lock statement.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WrapInLockCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.GuardedRead, RuleIds.GuardedWrite, RuleIds.CallRequiresLock);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new WrapInLockFixAll();

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (Find(place.Root, place.Model, place.Diagnostic) is { } found)
        {
            yield return Edit.Replace("Wrap in lock (" + found.Lock + ")", nameof(WrapInLockCodeFix), found.Statement, current => Wrap(found.Lock, new[] { current }));
        }
    }

    /// <summary>The statement of a diagnostic that can be wrapped, and the lock around it.</summary>
    internal static (StatementSyntax Statement, ExpressionSyntax Lock)? Find(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
        => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && statement is ExpressionStatementSyntax or ReturnStatementSyntax or IfStatementSyntax or ForEachStatementSyntax
            && LockText.Bind(diagnostic, model, statement) is { } @lock
            ? (statement, @lock)
            : null;

    /// <summary>A lock statement around statements that follow each other.</summary>
    internal static LockStatementSyntax Wrap(ExpressionSyntax @lock, StatementSyntax[] statements)
    {
        IEnumerable<StatementSyntax> inner = statements.Select((statement, index) => index == 0 ? statement.WithoutLeadingTrivia() : statement);
        inner = inner.Select((statement, index) => index == statements.Length - 1 ? statement.WithoutTrailingTrivia() : statement);
        return SyntaxFactory.LockStatement(@lock, SyntaxFactory.Block(inner))
            .WithLeadingTrivia(statements[0].GetLeadingTrivia())
            .WithTrailingTrivia(statements[statements.Length - 1].GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
