using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0016: the declared order of locks has no cycle.</summary>
internal static class OrderCycleRule
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.DeclaredOrderCycle,
        "Cycle in the declared order of locks",
        "'{0}' is declared to be acquired before '{1}', which is declared to be acquired before it: {2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "No code can keep an order that contradicts itself.",
        helpLinkUri: RuleLinks.For(RuleIds.DeclaredOrderCycle));

    public static void Register(CompilationStartAnalysisContext context, LockScope scope)
        => context.RegisterSymbolAction(symbol => Check(symbol, scope), SymbolKind.NamedType);

    private static void Check(SymbolAnalysisContext context, LockScope scope)
    {
        foreach (OrderEdge edge in scope.Order.DeclaredBy((INamedTypeSymbol)context.Symbol))
        {
            List<ISymbol>? cycle = Path(scope.Order.Known(edge.First, edge.Second), edge.Second, edge.First);
            if (cycle is not null && IsLast(edge, scope.Order.Known(edge.First, edge.Second), cycle))
            {
                string text = string.Join(" -> ", cycle.Select(static symbol => symbol.Name));
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, AttributePlaces.Argument(edge.Attribute, edge.Argument), edge.First.Name, edge.Second.Name, edge.First.Name + " -> " + text));
            }
        }
    }

    // One of its edges speaks for the whole cycle: the one that is written last.
    private static bool IsLast(OrderEdge edge, List<OrderEdge> edges, List<ISymbol> cycle)
    {
        var members = new HashSet<ISymbol>(cycle, SymbolEqualityComparer.Default);
        OrderEdge last = edges
            .Where(other => other.Attribute.Syntax is not null && members.Contains(other.First) && members.Contains(other.Second))
            .OrderBy(static other => other.Attribute.Syntax!.SyntaxTree.FilePath, System.StringComparer.Ordinal)
            .ThenBy(static other => other.Attribute.Syntax!.Span.Start)
            .ThenBy(static other => other.Argument)
            .Last();
        return last.Equals(edge);
    }

    private static List<ISymbol>? Path(List<OrderEdge> edges, ISymbol from, ISymbol to)
    {
        var open = new Queue<List<ISymbol>>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { from };
        open.Enqueue(new List<ISymbol> { from });
        while (open.Count > 0)
        {
            List<ISymbol> path = open.Dequeue();
            if (SymbolEqualityComparer.Default.Equals(path[path.Count - 1], to))
            {
                return path;
            }

            foreach (OrderEdge edge in edges)
            {
                if (SymbolEqualityComparer.Default.Equals(edge.First, path[path.Count - 1]) && seen.Add(edge.Second))
                {
                    open.Enqueue(new List<ISymbol>(path) { edge.Second });
                }
            }
        }

        return null;
    }
}
