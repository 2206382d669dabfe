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

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<StatementSyntax>() is { } reported && FindPair(reported) is { } pair)
        {
            yield return new Edit(
                "Release in a finally block",
                nameof(TryFinallyCodeFix),
                pair.Block.Statements[pair.Enter],
                static (root, enter) => FindPair((BlockSyntax)enter.Parent!, (StatementSyntax)enter) is { } current ? Rewrite(root, current) : root);
        }
    }

    private static (BlockSyntax Block, int Enter, int Exit)? FindPair(StatementSyntax reported)
    {
        foreach (BlockSyntax block in reported.AncestorsAndSelf().OfType<BlockSyntax>())
        {
            if (block.Statements.Where(statement => statement.SpanStart <= reported.SpanStart).Select(enter => FindPair(block, enter)).FirstOrDefault(static pair => pair is not null) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static (BlockSyntax Block, int Enter, int Exit)? FindPair(BlockSyntax block, StatementSyntax enter)
    {
        int first = block.Statements.IndexOf(enter);
        for (int exit = block.Statements.Count - 1; exit > first + 1 && ReleaseOf(enter) is { } release; exit--)
        {
            bool declares = block.Statements.Skip(first + 1).Take(exit - first - 1).Any(static statement => statement is LocalDeclarationStatementSyntax);
            if (block.Statements[exit].WithoutTrivia().ToString() == release && !(declares && exit + 1 < block.Statements.Count))
            {
                return (block, first, exit);
            }
        }

        return null;
    }

    private static string? ReleaseOf(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call }
            && s_releases.TryGetValue(access.Name.Identifier.ValueText, out string? release)
            ? access.Expression + "." + release + (call.ArgumentList.Arguments.Count == 1 ? "(" + call.ArgumentList.Arguments[0] + ")" : "()") + ";"
            : null;

    private static SyntaxNode Rewrite(SyntaxNode root, (BlockSyntax Block, int Enter, int Exit) pair)
    {
        SyntaxList<StatementSyntax> statements = pair.Block.Statements;
        TryStatementSyntax guarded = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(statements.Skip(pair.Enter + 1).Take(pair.Exit - pair.Enter - 1)),
                default,
                SyntaxFactory.FinallyClause(SyntaxFactory.Block(statements[pair.Exit])))
            .WithAdditionalAnnotations(Formatter.Annotation);
        IEnumerable<StatementSyntax> rewritten = statements.Take(pair.Enter + 1).Append(guarded).Concat(statements.Skip(pair.Exit + 1));
        return root.ReplaceNode(pair.Block, pair.Block.WithStatements(SyntaxFactory.List(rewritten)).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
