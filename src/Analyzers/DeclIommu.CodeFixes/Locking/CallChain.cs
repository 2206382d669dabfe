using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Finds the callers of a method, in its type, that do not take the lock around the call, and their callers.</summary>
internal static class CallChain
{
    public static async Task<IReadOnlyCollection<MethodDeclarationSyntax>> CollectAsync(Document document, MethodDeclarationSyntax method, string @lock, CancellationToken cancellation)
    {
        Solution solution = document.Project.Solution;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(method, cancellation) is not IMethodSymbol first)
        {
            return new[] { method };
        }

        var chain = new Dictionary<ISymbol, MethodDeclarationSyntax>(SymbolEqualityComparer.Default) { [first] = method };
        var open = new Queue<ISymbol>();
        open.Enqueue(first);
        while (open.Count > 0)
        {
            foreach (SymbolCallerInfo caller in await SymbolFinder.FindCallersAsync(open.Dequeue(), solution, cancellation).ConfigureAwait(false))
            {
                if (caller is { IsDirect: true, CallingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } calling }
                    && SymbolEqualityComparer.Default.Equals(calling.ContainingType, first.ContainingType) && !chain.ContainsKey(calling)
                    && caller.Locations.Any(location => !IsLocked(location, @lock, cancellation))
                    && calling.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is MethodDeclarationSyntax declaration)
                {
                    chain.Add(calling, declaration);
                    open.Enqueue(calling);
                }
            }
        }

        return chain.Values;
    }

    private static bool IsLocked(Location location, string @lock, CancellationToken cancellation)
        => location.SourceTree!.GetRoot(cancellation).FindNode(location.SourceSpan).Ancestors().OfType<LockStatementSyntax>()
            .Any(statement => statement.Expression.ToString() is { } text && (text == @lock || text == "this." + @lock));
}
