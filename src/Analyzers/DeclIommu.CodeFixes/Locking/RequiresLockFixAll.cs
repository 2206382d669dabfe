using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Declares the locks that all declarations of a document, project or solution need, each once; on request up their call chains.</summary>
internal sealed class RequiresLockFixAll : FixAllProvider
{
    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        => Task.FromResult<CodeAction?>(CodeAction.Create(
            "Require the locks of callers",
            cancellation => FixAsync(fixAllContext, cancellation),
            fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        bool isChain = context.CodeActionEquivalenceKey == AddRequiresLockCodeFix.ChainKey;
        var demands = new List<LockDemand>();
        foreach (Document document in EditFixAll.Documents(context))
        {
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            var scope = LockScope.Of(model.Compilation, document.Project.AnalyzerOptions);
            foreach (Diagnostic diagnostic in await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
            {
                if (AddRequiresLockCodeFix.Find(root, model, scope, diagnostic, cancellation) is not { } found)
                {
                    continue;
                }

                demands.Add(found);
                if (isChain && AddRequiresLockCodeFix.HasChain(found))
                {
                    demands.AddRange(await CallChain.CollectAsync(document, found, cancellation).ConfigureAwait(false));
                }
            }
        }

        return await LockAttributes.RequireAsync(context.Solution, demands, cancellation).ConfigureAwait(false);
    }
}
