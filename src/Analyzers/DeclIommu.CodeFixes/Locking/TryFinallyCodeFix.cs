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

/// <summary>Turns <c>Monitor.Enter(x); …; Monitor.Exit(x);</c>, and pairs of other locks, into try and finally.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TryFinallyCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.HeldOnException);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<StatementSyntax>() is { } reported && LockPair.Around(reported, place.Model, place.ReadScope().Locks, place.Cancellation) is { } pair)
        {
            string release = pair.Release;
            yield return new Edit("Release in a finally block", nameof(TryFinallyCodeFix), pair.Enter, (root, enter) => Rewrite(root, (StatementSyntax)enter, release));
        }
    }

    private static SyntaxNode Rewrite(SyntaxNode root, StatementSyntax enter, string release)
    {
        SyntaxNode list = enter.Parent!;
        List<StatementSyntax> statements = StatementLists.Of(list).ToList();
        int first = statements.IndexOf(enter);
        int exit = statements.FindLastIndex(statement => LockPair.TextOf(statement) == release);
        if (exit < first + 2)
        {
            return root;
        }

        List<StatementSyntax> inner = statements.GetRange(first + 1, exit - first - 1);
        List<StatementSyntax> later = statements.Skip(exit + 1).ToList();
        bool takesResult = StatementLists.DeclaresFor(inner, later);
        BlockSyntax body = WithoutReleases(SyntaxFactory.Block(inner.Concat(takesResult ? later : Enumerable.Empty<StatementSyntax>())), release);
        TryStatementSyntax guarded = SyntaxFactory.TryStatement(body, default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(WithoutEmptyLines(statements[exit]))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        IEnumerable<StatementSyntax> rewritten = statements.Take(first + 1).Append(guarded).Concat(takesResult ? Enumerable.Empty<StatementSyntax>() : later);
        return root.ReplaceNode(list, StatementLists.With(list, rewritten).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static StatementSyntax WithoutEmptyLines(StatementSyntax statement)
        => statement.GetLeadingTrivia().All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? statement.WithLeadingTrivia() : statement;

    // The finally block releases on the way out.
    private static BlockSyntax WithoutReleases(BlockSyntax body, string release)
        => body.RemoveNodes(body.DescendantNodes(static inner => inner is not AnonymousFunctionExpressionSyntax).OfType<StatementSyntax>().Where(statement => LockPair.TextOf(statement) == release), SyntaxRemoveOptions.KeepNoTrivia)!;
}
