using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The order of locks as declared by AcquiredBefore and AcquiredAfter, across types and assemblies.</summary>
internal sealed class LockOrder
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<OrderEdge>> _declared = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(ISymbol, ISymbol), bool> _answers = new(PairComparer.Instance);
    private readonly ContractReader _contracts;
    private readonly AttributeSource _attributes;

    public LockOrder(ContractReader contracts, AttributeSource attributes)
    {
        _contracts = contracts;
        _attributes = attributes;
    }

    /// <summary>Whether <paramref name="first"/> is declared, directly or through others, to be acquired before <paramref name="second"/>.</summary>
    public bool IsBefore(ISymbol first, ISymbol second)
        => _answers.GetOrAdd((first.OriginalDefinition, second.OriginalDefinition), pair => Reaches(pair.Item1, pair.Item2));

    /// <summary>The edges that the members of a type declare.</summary>
    public ImmutableArray<OrderEdge> DeclaredBy(INamedTypeSymbol type) => _declared.GetOrAdd(type.OriginalDefinition, Read);

    /// <summary>Every edge that can be found from the types of the given locks.</summary>
    public List<OrderEdge> Known(params ISymbol[] locks)
    {
        var edges = new List<OrderEdge>();
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<INamedTypeSymbol>();
        foreach (ISymbol @lock in locks)
        {
            Open(@lock);
        }

        while (open.Count > 0)
        {
            foreach (OrderEdge edge in DeclaredBy(open.Dequeue()))
            {
                edges.Add(edge);
                Open(edge.First);
                Open(edge.Second);
            }
        }

        return edges;

        void Open(ISymbol @lock)
        {
            for (INamedTypeSymbol? type = @lock.ContainingType?.OriginalDefinition; type is not null; type = type.ContainingType)
            {
                if (types.Add(type))
                {
                    open.Enqueue(type);
                }
            }
        }
    }

    private bool Reaches(ISymbol first, ISymbol second)
    {
        List<OrderEdge> edges = Known(first, second);
        var reached = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { first };
        bool grows = true;
        while (grows)
        {
            grows = false;
            foreach (OrderEdge edge in edges)
            {
                grows |= reached.Contains(edge.First) && reached.Add(edge.Second);
            }
        }

        return !SymbolEqualityComparer.Default.Equals(first, second) && reached.Contains(second);
    }

    private ImmutableArray<OrderEdge> Read(INamedTypeSymbol type)
    {
        var edges = ImmutableArray.CreateBuilder<OrderEdge>();
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not (IFieldSymbol or IPropertySymbol))
            {
                continue;
            }

            foreach (ContractAttribute attribute in _attributes.Of(member))
            {
                if (attribute.Name is not (WellKnownNames.AcquiredBefore or WellKnownNames.AcquiredAfter))
                {
                    continue;
                }

                for (int i = 0; i < attribute.Locks.Length; i++)
                {
                    if (new LockExpressionBinder(_contracts, member).Bind(attribute.Locks[i])?.LastSymbol is { } other)
                    {
                        edges.Add(attribute.Name is WellKnownNames.AcquiredBefore
                            ? new OrderEdge(member, other, attribute, i)
                            : new OrderEdge(other, member, attribute, i));
                    }
                }
            }
        }

        return edges.ToImmutable();
    }
}
