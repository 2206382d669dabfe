using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Wraps all statements of a document at once; neighbours that need the same lock share one lock statement.</summary>
internal sealed class WrapInLockFixAll : DocumentBasedFixAllProvider
{
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(fixAllContext.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(fixAllContext.CancellationToken).ConfigureAwait(false))!;
        var locks = new Dictionary<StatementSyntax, ExpressionSyntax>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            // A statement that needs two locks gets the first now; the second is reported again.
            if (WrapInLockCodeFix.Find(root, model, diagnostic) is { } found && !found.Statement.AncestorsAndSelf().OfType<StatementSyntax>().Any(locks.ContainsKey))
            {
                locks.Add(found.Statement, found.Lock);
            }
        }

        IEnumerable<SyntaxNode> places = locks.Keys.Select(static statement => statement.Parent is BlockSyntax block ? block : (SyntaxNode)statement).Distinct();
        return document.WithSyntaxRoot(root.ReplaceNodes(places, (original, current) => original is BlockSyntax block
            ? WrapIn(block, (BlockSyntax)current, locks)
            : WrapInLockCodeFix.Wrap(locks[(StatementSyntax)original], new[] { (StatementSyntax)current })));
    }

    private static BlockSyntax WrapIn(BlockSyntax original, BlockSyntax current, Dictionary<StatementSyntax, ExpressionSyntax> locks)
    {
        var statements = new List<StatementSyntax>();
        for (int i = 0; i < original.Statements.Count; i++)
        {
            if (!locks.TryGetValue(original.Statements[i], out ExpressionSyntax? @lock))
            {
                statements.Add(current.Statements[i]);
                continue;
            }

            int first = i;
            while (i + 1 < original.Statements.Count && locks.TryGetValue(original.Statements[i + 1], out ExpressionSyntax? next) && next.ToString() == @lock.ToString())
            {
                i++;
            }

            statements.Add(WrapInLockCodeFix.Wrap(@lock, current.Statements.Skip(first).Take(i - first + 1).ToArray()));
        }

        return current.WithStatements(SyntaxFactory.List(statements));
    }
}
