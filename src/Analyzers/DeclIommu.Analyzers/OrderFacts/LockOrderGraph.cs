using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.OrderFacts;

/// <summary>Gathers in which order the members of a compilation acquire locks, directly and through calls. Safe for concurrent use.</summary>
internal sealed class LockOrderGraph
{
    private readonly ConcurrentQueue<OrderedPair> _pairs = new();
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<string, byte>> _acquired = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<ISymbol, byte>> _calls = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentQueue<(string Held, ISymbol Callee, Location Place)> _callsUnderLock = new();
    private readonly ConcurrentDictionary<string, ISymbol> _locks = new();
    private readonly LockOrderFacts _facts;

    public LockOrderGraph(LockOrderFacts facts) => _facts = facts;

    /// <summary>The member that a name stands for, if this compilation uses it.</summary>
    public ISymbol? Lock(string name) => _locks.TryGetValue(name, out ISymbol? @lock) ? @lock : null;

    /// <summary>Whether two locks at least are held around something: with fewer there are no opposite orders.</summary>
    public bool MayHoldCycle => _pairs.Select(static pair => pair.Held).Concat(_callsUnderLock.Select(static call => call.Held)).Distinct().Skip(1).Any();

    /// <summary>The members that acquire locks themselves, with those they stand in for.</summary>
    public IEnumerable<ISymbol> Acquiring => _acquired.Keys.Concat(_acquired.Keys.OfType<IMethodSymbol>().SelectMany(Inherited));

    /// <summary>The members called while a lock is held.</summary>
    public IEnumerable<ISymbol> CalledUnderLock => _callsUnderLock.Select(static call => call.Callee);

    /// <summary>The members that a member calls, as far as it is known.</summary>
    public IEnumerable<ISymbol> CalledBy(ISymbol member) => _calls.TryGetValue(member, out ConcurrentDictionary<ISymbol, byte>? calls) ? calls.Keys : Enumerable.Empty<ISymbol>();

    /// <summary>Takes in what the analysis of a member saw.</summary>
    public void Add(LockAnalysis analysis)
    {
        foreach (LockEdge edge in analysis.Edges)
        {
            if (Name(edge.Held.LastSymbol) is { } held && Name(edge.Acquired.LastSymbol) is { } acquired)
            {
                _pairs.Enqueue(new OrderedPair(held, acquired, edge.Site.GetLocation()));
            }
        }

        foreach (AccessPath path in analysis.Acquired)
        {
            Acquires(analysis.Owner, path.LastSymbol);
        }

        foreach (MethodCall call in analysis.Calls)
        {
            Calls(analysis.Owner, call.Callee, call.Held.Select(static path => path.LastSymbol), call.Site);
        }
    }

    /// <summary>Takes in a member that no flow is run for: it has at most one lock statement.</summary>
    public void Add(ISymbol owner, PlainMember member)
    {
        Acquires(owner, member.Lock);
        foreach ((ISymbol callee, bool isUnderLock, SyntaxNode site) in member.Calls)
        {
            Calls(owner, callee, isUnderLock ? new[] { member.Lock } : Enumerable.Empty<ISymbol?>(), site);
        }
    }

    /// <summary>Each pair of locks that this compilation acquires one after the other, with the place where it does.</summary>
    public List<OrderedPair> Pairs()
    {
        var pairs = new List<OrderedPair>(_pairs);
        foreach ((string held, ISymbol callee, Location place) in _callsUnderLock)
        {
            pairs.AddRange(AcquiredBy(callee).Select(acquired => new OrderedPair(held, acquired, place)));
        }

        foreach (ISymbol member in _acquired.Keys.Concat(_calls.Keys).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>())
        {
            foreach (string held in member is IMethodSymbol { Locations.Length: > 0 } method ? Inherited(method).SelectMany(_facts.HeldAround) : Enumerable.Empty<string>())
            {
                pairs.AddRange(AcquiredBy(member).Select(acquired => new OrderedPair(held, acquired, member.Locations[0])));
            }
        }

        return pairs.Where(static pair => pair.Held != pair.Acquired).ToList();
    }

    /// <summary>What other assemblies should know: pairs of locks, the locks that visible methods acquire, the locks around calls of methods that others implement.</summary>
    public IEnumerable<(string First, string Second)> Facts()
    {
        IEnumerable<(string, string)> pairs = Pairs().Select(static pair => (pair.Held, pair.Acquired));
        IEnumerable<(string, string)> acquired = _acquired.Keys.Concat(_calls.Keys).Where(IsVisible)
            .SelectMany(method => LockNames.OfMethod(method) is { } id ? AcquiredBy(method).Select(@lock => (id, @lock)) : Enumerable.Empty<(string, string)>());
        IEnumerable<(string, string)> around = _callsUnderLock.Where(static call => IsVisible(call.Callee) && call.Callee is { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true })
            .Select(static call => (call.Held, LockNames.OfMethod(call.Callee)!)).Where(static fact => fact.Item2 is not null);
        return pairs.Concat(acquired).Concat(around).Distinct().OrderBy(static fact => fact.Item1, System.StringComparer.Ordinal).ThenBy(static fact => fact.Item2, System.StringComparer.Ordinal);
    }

    private void Acquires(ISymbol owner, ISymbol? @lock)
    {
        if (Name(@lock) is { } name)
        {
            Of(_acquired, owner).TryAdd(name, 0);
            NoteInherited(owner);
        }
    }

    private void Calls(ISymbol owner, ISymbol callee, IEnumerable<ISymbol?> held, SyntaxNode site)
    {
        Of(_calls, owner).TryAdd(callee.OriginalDefinition, 0);
        NoteInherited(owner);
        foreach (ISymbol? @lock in held)
        {
            if (Name(@lock) is { } name)
            {
                _callsUnderLock.Enqueue((name, callee.OriginalDefinition, site.GetLocation()));
            }
        }
    }

    /// <summary>Who calls a member that others implement may run any of them.</summary>
    private void NoteInherited(ISymbol owner)
    {
        foreach (IMethodSymbol inherited in owner is IMethodSymbol method ? Inherited(method) : Enumerable.Empty<IMethodSymbol>())
        {
            Of(_calls, inherited).TryAdd(owner.OriginalDefinition, 0);
        }
    }

    public static IEnumerable<IMethodSymbol> Inherited(IMethodSymbol method)
        => ImplementedMethods.Of(method).Concat(method.OverriddenMethod is { } overridden ? new[] { overridden } : Enumerable.Empty<IMethodSymbol>());

    private HashSet<string> AcquiredBy(ISymbol callee)
    {
        var locks = new HashSet<string>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { callee.OriginalDefinition };
        var open = new Queue<ISymbol>(seen);
        while (open.Count > 0)
        {
            ISymbol method = open.Dequeue();
            locks.UnionWith(_acquired.TryGetValue(method, out ConcurrentDictionary<string, byte>? own) ? own.Keys : Enumerable.Empty<string>());
            locks.UnionWith(_facts.AcquiredBy(method));
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

    // Only locks in members have a name beyond the method.
    private string? Name(ISymbol? @lock)
    {
        if (@lock is not (IFieldSymbol or IPropertySymbol))
        {
            return null;
        }

        string name = LockNames.Of(@lock.OriginalDefinition);
        _locks.TryAdd(name, @lock.OriginalDefinition);
        return name;
    }

    private static bool IsVisible(ISymbol method)
    {
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static ConcurrentDictionary<string, byte> Of(ConcurrentDictionary<ISymbol, ConcurrentDictionary<string, byte>> map, ISymbol key)
        => map.GetOrAdd(key.OriginalDefinition, static _ => new ConcurrentDictionary<string, byte>());

    private static ConcurrentDictionary<ISymbol, byte> Of(ConcurrentDictionary<ISymbol, ConcurrentDictionary<ISymbol, byte>> map, ISymbol key)
        => map.GetOrAdd(key.OriginalDefinition, static _ => new ConcurrentDictionary<ISymbol, byte>(SymbolEqualityComparer.Default));
}
