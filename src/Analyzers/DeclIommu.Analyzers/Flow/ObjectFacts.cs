using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What is known of objects and values beside who owns them.</summary>
internal sealed record ObjectFacts
{
    public static readonly ObjectFacts Empty = new();

    /// <summary>Objects that other threads can find.</summary>
    public FactMap<AccessPath, SharedFact> Shared { get; init; } = FactMap<AccessPath, SharedFact>.Empty;

    /// <summary>Exchanges, by the call.</summary>
    public FactMap<SyntaxNode, ExchangeFact> Exchanges { get; init; } = FactMap<SyntaxNode, ExchangeFact>.Empty;

    /// <summary>Unsigned variables and members that were given a signed value unchecked, and the conversion.</summary>
    public FactMap<AccessPath, SyntaxNode> Narrowed { get; init; } = FactMap<AccessPath, SyntaxNode>.Empty;

    /// <summary>Counts of references, by their names, and variables that have to do with them.</summary>
    public FactMap<object, CountFact> Counts { get; init; } = FactMap<object, CountFact>.Empty;

    public bool IsEmpty => Shared.Count == 0 && Exchanges.Count == 0 && Narrowed.Count == 0 && Counts.Count == 0;

    /// <summary>What both know.</summary>
    public ObjectFacts Merge(ObjectFacts other) => Equals(other) ? this : new ObjectFacts
    {
        Shared = Shared.Intersect(other.Shared),
        Exchanges = Exchanges.Intersect(other.Exchanges),
        Narrowed = Narrowed.Intersect(other.Narrowed),
        Counts = Counts.Intersect(other.Counts),
    };

    public ObjectFacts Rename(Func<AccessPath, AccessPath> rename)
    {
        if (IsEmpty)
        {
            return this;
        }

        FactMap<AccessPath, SharedFact> shared = FactMap<AccessPath, SharedFact>.Empty;
        foreach (KeyValuePair<AccessPath, SharedFact> entry in Shared)
        {
            shared = shared.Set(rename(entry.Key), entry.Value);
        }

        FactMap<SyntaxNode, ExchangeFact> exchanges = FactMap<SyntaxNode, ExchangeFact>.Empty;
        foreach (KeyValuePair<SyntaxNode, ExchangeFact> entry in Exchanges)
        {
            exchanges = exchanges.Set(entry.Key, new ExchangeFact(rename(entry.Value.Result), entry.Value.Expected is { } expected ? rename(expected) : null));
        }

        FactMap<AccessPath, SyntaxNode> narrowed = FactMap<AccessPath, SyntaxNode>.Empty;
        foreach (KeyValuePair<AccessPath, SyntaxNode> entry in Narrowed)
        {
            narrowed = narrowed.Set(rename(entry.Key), entry.Value);
        }

        FactMap<object, CountFact> counts = FactMap<object, CountFact>.Empty;
        foreach (KeyValuePair<object, CountFact> entry in Counts)
        {
            counts = counts.Set(CountFact.Rename(entry.Key, rename)!, entry.Value.Rename(rename));
        }

        var renamed = new ObjectFacts { Shared = shared, Exchanges = exchanges, Narrowed = narrowed, Counts = counts };
        return renamed.Equals(this) ? this : renamed;
    }
}
