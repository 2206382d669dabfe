using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes;

/// <summary>A fix that is a choice of edits; all diagnostics of a document, project or solution can be fixed at once.</summary>
public abstract class EditingCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => new EditFixAll();

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        Solution solution = context.Document.Project.Solution;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (Edit edit in Find(new FixPlace(context.Document, root, model, diagnostic, context.CancellationToken)))
            {
                context.RegisterCodeFix(CodeAction.Create(edit.Title, cancellation => EditFixAll.ApplyAsync(solution, new[] { edit }, cancellation), edit.Key), diagnostic);
            }
        }
    }

    /// <summary>The edits that repair a diagnostic; none where no edit would.</summary>
    internal abstract IEnumerable<Edit> Find(FixPlace place);
}
