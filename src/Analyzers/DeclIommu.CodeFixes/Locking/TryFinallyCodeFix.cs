using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Turns <c>Monitor.Enter(x); …; Monitor.Exit(x);</c>, and pairs of other locks, into try and finally.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TryFinallyCodeFix : CodeFixProvider
{
    private static readonly ImmutableDictionary<string, string> s_releases = new Dictionary<string, string>
    {
        ["Enter"] = "Exit",
        ["EnterReadLock"] = "ExitReadLock",
        ["EnterWriteLock"] = "ExitWriteLock",
        ["EnterUpgradeableReadLock"] = "ExitUpgradeableReadLock",
        ["Wait"] = "Release",
        ["WaitOne"] = "ReleaseMutex",
    }.ToImmutableDictionary();

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.HeldOnException);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        StatementSyntax? reported = root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>();
        if (reported is null || FindPair(reported) is not { } pair)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create("Release in a finally block", cancellation => RewriteAsync(context.Document, pair, cancellation), nameof(TryFinallyCodeFix)),
            context.Diagnostics);
    }

    private static (BlockSyntax Block, int Enter, int Exit)? FindPair(StatementSyntax reported)
    {
        foreach (BlockSyntax block in reported.AncestorsAndSelf().OfType<BlockSyntax>())
        {
            for (int enter = 0; enter < block.Statements.Count; enter++)
            {
                if (block.Statements[enter].SpanStart > reported.SpanStart || ReleaseOf(block.Statements[enter]) is not { } release)
                {
                    continue;
                }

                for (int exit = block.Statements.Count - 1; exit > enter + 1; exit--)
                {
                    bool declares = block.Statements.Skip(enter + 1).Take(exit - enter - 1).Any(static statement => statement is LocalDeclarationStatementSyntax);
                    if (block.Statements[exit].WithoutTrivia().ToString() == release && !(declares && exit + 1 < block.Statements.Count))
                    {
                        return (block, enter, exit);
                    }
                }
            }
        }

        return null;
    }

    private static string? ReleaseOf(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call }
            && s_releases.TryGetValue(access.Name.Identifier.ValueText, out string? release)
            ? access.Expression + "." + release + (call.ArgumentList.Arguments.Count == 1 ? "(" + call.ArgumentList.Arguments[0] + ")" : "()") + ";"
            : null;

    private static async Task<Document> RewriteAsync(Document document, (BlockSyntax Block, int Enter, int Exit) pair, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SyntaxList<StatementSyntax> statements = pair.Block.Statements;
        TryStatementSyntax guarded = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(statements.Skip(pair.Enter + 1).Take(pair.Exit - pair.Enter - 1)),
                default,
                SyntaxFactory.FinallyClause(SyntaxFactory.Block(statements[pair.Exit])))
            .WithAdditionalAnnotations(Formatter.Annotation);
        IEnumerable<StatementSyntax> rewritten = statements.Take(pair.Enter + 1).Append(guarded).Concat(statements.Skip(pair.Exit + 1));
        return document.WithSyntaxRoot(root.ReplaceNode(pair.Block, pair.Block.WithStatements(SyntaxFactory.List(rewritten)).WithAdditionalAnnotations(Formatter.Annotation)));
    }
}
