using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Wraps all statements of a document at once; neighbours that need the same lock share it.</summary>
internal sealed class WrapInLockFixAll : DocumentBasedFixAllProvider
{
    protected override async Task<Document?> FixAllAsync(FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(fixAllContext.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(fixAllContext.CancellationToken).ConfigureAwait(false))!;
        ContractReader contracts = LockScope.Of(model.Compilation, document.Project.AnalyzerOptions).Contracts;
        var places = new Dictionary<SyntaxNode, (WrapPlace Place, Protection Protection)>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            // A statement that needs two locks, and one in or around another, gets its lock now; the second is reported again.
            if (WrapInLockCodeFix.Find(root, model, contracts, diagnostic, fixAllContext.CancellationToken) is not { } found)
            {
                continue;
            }

            if (!places.Keys.Any(place => place.Span.IntersectsWith(found.Place.Node.Span) && (place.Contains(found.Place.Node) || found.Place.Node.Contains(place))))
            {
                places.Add(found.Place.Node, found);
            }
        }

        IEnumerable<SyntaxNode> changed = places.Keys.Select(static place => WrapPlace.IsInList(place) ? place.Parent! : place).Distinct();
        return document.WithSyntaxRoot(root.ReplaceNodes(changed, (original, current) => places.TryGetValue(original, out (WrapPlace Place, Protection Protection) found)
            ? WrapPlace.Protect(current, found.Place.ReturnsValue, found.Protection)
            : StatementLists.With(current, WrapIn(StatementLists.Of(original), StatementLists.Of(current), places))));
    }

    private static IEnumerable<StatementSyntax> WrapIn(
        SyntaxList<StatementSyntax> original, SyntaxList<StatementSyntax> current, Dictionary<SyntaxNode, (WrapPlace Place, Protection Protection)> places)
    {
        var statements = new List<StatementSyntax>();
        for (int i = 0; i < original.Count; i++)
        {
            if (original[i] is LocalFunctionStatementSyntax || !places.TryGetValue(original[i], out (WrapPlace Place, Protection Protection) found))
            {
                statements.Add(current[i]);
                continue;
            }

            int first = i;
            Protection protection = found.Protection;
            while (i + 1 < original.Count && original[i + 1] is not LocalFunctionStatementSyntax && places.TryGetValue(original[i + 1], out (WrapPlace Place, Protection Protection) next)
                && next.Protection.IsOf(protection))
            {
                protection = protection.With(next.Protection);
                i++;
            }

            statements.AddRange(protection.Around(current.Skip(first).Take(i - first + 1).ToArray()));
        }

        return statements;
    }
}
