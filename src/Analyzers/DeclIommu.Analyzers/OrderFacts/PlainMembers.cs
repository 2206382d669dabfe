using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>
/// The members that say nothing of locks themselves: who calls them under a lock may reach another. Only those are bound that are reached from such a call and may reach a lock, by the names they say; and
/// none unless more than one lock is held around anything. Safe for concurrent use.
/// </summary>
internal sealed class PlainMembers
{
    private readonly ConcurrentDictionary<ISymbol, byte> _seen = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;
    private readonly LockScope _scope;

    public PlainMembers(Compilation compilation, LockScope scope)
    {
        _compilation = compilation;
        _scope = scope;
    }

    /// <summary>Leaves out a member: the graph has it already.</summary>
    public void Exclude(ISymbol member) => _seen.TryAdd(member, 0);

    public void AddTo(LockOrderGraph graph, CancellationToken cancellation)
    {
        if (!graph.MayHoldCycle && _scope.Facts.IsEmpty)
        {
            return;
        }

        var source = new NamedMembers(_compilation, graph.Acquiring, _scope.Facts, cancellation);
        var open = new Queue<ISymbol>(graph.CalledUnderLock);
        if (!_scope.Facts.IsEmpty)
        {
            // What another assembly calls under a lock of its own.
            source.Reaching.Select(source.SymbolOf).OfType<IMethodSymbol>().Where(method => LockOrderGraph.Inherited(method).Any(_scope.Facts.IsKnown)).ToList().ForEach(open.Enqueue);
        }

        var reached = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            ISymbol member = open.Dequeue().OriginalDefinition;
            if (!reached.Add(member))
            {
                continue;
            }

            foreach (NamedMember candidate in source.Run(member))
            {
                if (source.SymbolOf(candidate) is { } symbol && _seen.TryAdd(symbol, 0) && source.BodyOf(candidate) is { } body)
                {
                    LockInterest.Has(body.Owner, body.Blocks, _scope, out PlainMember plain);
                    graph.Add(body.Owner, plain);
                }
            }

            foreach (ISymbol callee in graph.CalledBy(member))
            {
                open.Enqueue(callee);
            }
        }
    }
}
