using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes;

/// <summary>Makes the edits of one kind for all diagnostics of a document, project or solution; edits in one block or of one declaration come together.</summary>
internal sealed class EditFixAll : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        CancellationToken cancellation = fixAllContext.CancellationToken;
        var edits = new List<Edit>();
        foreach (Document document in Documents(fixAllContext))
        {
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            foreach (Diagnostic diagnostic in (await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
            {
                IEnumerable<Edit> found = ((EditingCodeFix)fixAllContext.CodeFixProvider).Find(new FixPlace(document, root, model, diagnostic, cancellation));
                edits.AddRange(found.Where(edit => edit.Key == fixAllContext.CodeActionEquivalenceKey).Take(1));
            }
        }

        return edits.Count == 0 ? null : CodeAction.Create(edits[0].Title, token => ApplyAsync(fixAllContext.Solution, edits, token), edits[0].Key);
    }

    /// <summary>The documents that a fix of all diagnostics is about.</summary>
    public static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => new[] { context.Document! },
        FixAllScope.Project => context.Project.Documents,
        FixAllScope.Solution => context.Solution.Projects.Where(static project => project.Language == LanguageNames.CSharp).SelectMany(static project => project.Documents),
        _ => Enumerable.Empty<Document>(),
    };

    /// <summary>Makes edits, those at one place with one title once.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IReadOnlyCollection<Edit> edits, CancellationToken cancellation)
    {
        foreach (IGrouping<SyntaxTree, Edit> file in edits.GroupBy(static edit => (edit.Anchor, edit.Title)).Select(static same => same.First()).GroupBy(static edit => edit.Anchor.SyntaxTree))
        {
            SyntaxNode root = await file.Key.GetRootAsync(cancellation).ConfigureAwait(false);
            root = root.TrackNodes(file.Select(static edit => edit.Anchor).Distinct());

            // What is inside or behind comes first: an edit may take up all that follows it.
            foreach (Edit edit in file.OrderByDescending(static edit => edit.Anchor.SpanStart))
            {
                if (root.GetCurrentNode(edit.Anchor) is { } anchor)
                {
                    root = edit.Apply(root, anchor);
                }
            }

            solution = solution.WithDocumentSyntaxRoot(solution.GetDocumentId(file.Key)!, root);
        }

        return solution;
    }
}
