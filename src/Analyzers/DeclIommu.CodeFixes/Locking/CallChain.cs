using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Finds the callers of a method, in its type, that do not take the lock around the call, and their callers.</summary>
internal static class CallChain
{
    /// <summary>What the method and those that lead to it ask for. An accessor that calls it ends the chain: who uses the property is told by the rule.</summary>
    public static async Task<IReadOnlyCollection<LockDemand>> CollectAsync(Document document, LockDemand demand, CancellationToken cancellation)
    {
        Solution solution = document.Project.Solution;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(demand.Holder, cancellation) is not IMethodSymbol first)
        {
            return new[] { demand };
        }

        var chain = new HashSet<SyntaxNode> { demand.Holder };
        var known = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { first };
        var open = new Queue<ISymbol>(known);
        while (open.Count > 0)
        {
            IEnumerable<SymbolCallerInfo> callers = await SymbolFinder.FindCallersAsync(open.Dequeue(), solution, cancellation).ConfigureAwait(false);
            foreach (Location location in callers.Where(caller => caller.IsDirect && SymbolEqualityComparer.Default.Equals(caller.CallingSymbol.ContainingType, first.ContainingType)).SelectMany(static caller => caller.Locations))
            {
                if (!IsLocked(location, demand.Lock, cancellation) && await HolderAsync(solution, location, cancellation).ConfigureAwait(false) is var (holder, calling) && chain.Add(holder) && known.Add(calling))
                {
                    if (holder is MethodDeclarationSyntax)
                    {
                        open.Enqueue(calling);
                    }
                }
            }
        }

        return chain.Select(holder => demand with { Holder = holder }).ToList();
    }

    private static async Task<(SyntaxNode Holder, ISymbol Symbol)?> HolderAsync(Solution solution, Location call, CancellationToken cancellation)
    {
        Document document = solution.GetDocument(call.SourceTree)!;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        var scope = LockScope.Of(model.Compilation, document.Project.AnalyzerOptions);
        SyntaxNode node = call.SourceTree!.GetRoot(cancellation).FindNode(call.SourceSpan, getInnermostNodeForTie: true);
        return ContractHolder.Around(node, model, scope.Contracts, scope.Options.For(call.SourceTree), cancellation) is { } holder && model.GetDeclaredSymbol(holder, cancellation) is { } symbol
            ? (holder, symbol)
            : null;
    }

    private static bool IsLocked(Location location, string @lock, CancellationToken cancellation)
        => location.SourceTree!.GetRoot(cancellation).FindNode(location.SourceSpan).Ancestors().OfType<LockStatementSyntax>()
            .Any(statement => statement.Expression.ToString() is { } text && (text == @lock || text == "this." + @lock));
}
