using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0017: locks are not acquired in opposite orders anywhere in the assembly, nor in those it references as far as they tell.</summary>
internal sealed class ObservedOrder
{
    public static readonly DiagnosticDescriptor Descriptor = new(
        RuleIds.ObservedOrderCycle,
        "Locks acquired in opposite orders",
        "'{0}' is acquired while '{1}' is held, but elsewhere in the opposite order: {2}",
        RuleCategories.Locking,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two threads that take the same locks in different orders wait for each other for ever.",
        helpLinkUri: RuleLinks.For(RuleIds.ObservedOrderCycle),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private readonly ConcurrentQueue<Edge> _edges = new();
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<ISymbol, byte>> _acquired = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<ISymbol, byte>> _calls = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentQueue<(ISymbol Held, ISymbol Callee, Location Place)> _callsUnderLock = new();
    private readonly LockScope _scope;

    public ObservedOrder(LockScope scope) => _scope = scope;

    /// <summary>Takes in what the analysis of a member saw.</summary>
    public void Add(LockAnalysis analysis)
    {
        foreach (LockEdge edge in analysis.Edges)
        {
            if (Node(edge.Held) is { } held && Node(edge.Acquired) is { } acquired)
            {
                _edges.Enqueue(new Edge(held, acquired, edge.Site.GetLocation()));
            }
        }

        foreach (AccessPath path in analysis.Acquired)
        {
            if (Node(path) is { } acquired)
            {
                Of(_acquired, analysis.Owner).TryAdd(acquired, 0);
            }
        }

        foreach ((ISymbol callee, IReadOnlyList<AccessPath> held, SyntaxNode site) in analysis.Calls)
        {
            Of(_calls, analysis.Owner).TryAdd(callee, 0);
            foreach (AccessPath path in held)
            {
                if (Node(path) is { } node)
                {
                    _callsUnderLock.Enqueue((node, callee, site.GetLocation()));
                }
            }
        }
    }

    public void Report(CompilationAnalysisContext context)
    {
        foreach ((ISymbol held, ISymbol callee, Location place) in _callsUnderLock)
        {
            foreach (ISymbol acquired in AcquiredBy(callee))
            {
                _edges.Enqueue(new Edge(held, acquired, place));
            }
        }

        var after = new Dictionary<ISymbol, HashSet<ISymbol>>(SymbolEqualityComparer.Default);
        foreach ((ISymbol first, ISymbol second) in LockOrderFacts.Read(context.Compilation))
        {
            Successors(after, first).Add(second);
        }

        foreach (Edge edge in _edges.OrderBy(static edge => edge.Place.SourceTree!.FilePath, System.StringComparer.Ordinal).ThenBy(static edge => edge.Place.SourceSpan.Start))
        {
            if (SymbolEqualityComparer.Default.Equals(edge.Held, edge.Acquired) || Successors(after, edge.Held).Contains(edge.Acquired) || _scope.Order.IsBefore(edge.Acquired, edge.Held))
            {
                continue;
            }

            if (Path(after, edge.Acquired, edge.Held) is { } path)
            {
                bool isDeclared = path.Any(_scope.Contracts.IsNamedByContract);
                string text = string.Join(" -> ", path.Select(static symbol => symbol.ContainingType.Name + "." + symbol.Name));
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptor, edge.Place, isDeclared ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, additionalLocations: null, properties: null, edge.Acquired.Name, edge.Held.Name, text));
                continue;
            }

            Successors(after, edge.Held).Add(edge.Acquired);
        }
    }

    private HashSet<ISymbol> AcquiredBy(ISymbol callee)
    {
        var locks = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { callee };
        var open = new Queue<ISymbol>(seen);
        while (open.Count > 0)
        {
            ISymbol method = open.Dequeue();
            if (_acquired.TryGetValue(method, out ConcurrentDictionary<ISymbol, byte>? own))
            {
                locks.UnionWith(own.Keys);
            }

            foreach (ISymbol inner in _calls.TryGetValue(method, out ConcurrentDictionary<ISymbol, byte>? calls) ? calls.Keys : Enumerable.Empty<ISymbol>())
            {
                if (seen.Add(inner))
                {
                    open.Enqueue(inner);
                }
            }
        }

        return locks;
    }

    private static List<ISymbol>? Path(Dictionary<ISymbol, HashSet<ISymbol>> after, ISymbol from, ISymbol to)
    {
        var previous = new Dictionary<ISymbol, ISymbol?>(SymbolEqualityComparer.Default) { [from] = null };
        var open = new Queue<ISymbol>();
        open.Enqueue(from);
        while (open.Count > 0)
        {
            ISymbol current = open.Dequeue();
            if (SymbolEqualityComparer.Default.Equals(current, to))
            {
                var path = new List<ISymbol>();
                for (ISymbol? step = current; step is not null; step = previous[step])
                {
                    path.Insert(0, step);
                }

                return path;
            }

            foreach (ISymbol next in Successors(after, current))
            {
                if (!previous.ContainsKey(next))
                {
                    previous.Add(next, current);
                    open.Enqueue(next);
                }
            }
        }

        return null;
    }

    private static HashSet<ISymbol> Successors(Dictionary<ISymbol, HashSet<ISymbol>> after, ISymbol @lock)
    {
        if (!after.TryGetValue(@lock, out HashSet<ISymbol>? successors))
        {
            after.Add(@lock, successors = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
        }

        return successors;
    }

    private static ConcurrentDictionary<ISymbol, byte> Of(ConcurrentDictionary<ISymbol, ConcurrentDictionary<ISymbol, byte>> map, ISymbol key)
        => map.GetOrAdd(key.OriginalDefinition, static _ => new ConcurrentDictionary<ISymbol, byte>(SymbolEqualityComparer.Default));

    // Only locks in members have a name beyond the method.
    private static ISymbol? Node(AccessPath path) => path.LastSymbol is IFieldSymbol or IPropertySymbol ? path.LastSymbol.OriginalDefinition : null;

    private sealed record Edge(ISymbol Held, ISymbol Acquired, Location Place);
}
