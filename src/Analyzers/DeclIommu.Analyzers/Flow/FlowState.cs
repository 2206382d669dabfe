using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What is known on one way through a member.</summary>
internal sealed record FlowState
{
    public static readonly FlowState Empty = new();

    /// <summary>The object that a variable or flow capture refers to.</summary>
    public FactMap<object, AccessPath> Values { get; init; } = FactMap<object, AccessPath>.Empty;

    /// <summary>The value that a variable, capture or call result is known to have.</summary>
    public FactMap<object, KnownValue> Known { get; init; } = FactMap<object, KnownValue>.Empty;

    public FactMap<AccessPath, HeldLock> Held { get; init; } = FactMap<AccessPath, HeldLock>.Empty;

    public FactMap<AccessPath, ScopeFact> Scopes { get; init; } = FactMap<AccessPath, ScopeFact>.Empty;

    /// <summary>Variables whose value tells whether a try succeeded, and the try, as long as nobody has asked them.</summary>
    public FactMap<object, SyntaxNode> Untested { get; init; } = FactMap<object, SyntaxNode>.Empty;

    /// <summary>What the function owns or borrows of an object.</summary>
    public FactMap<AccessPath, ReferenceFact> References { get; init; } = FactMap<AccessPath, ReferenceFact>.Empty;

    /// <summary>What is known of objects and values beside who owns them.</summary>
    public ObjectFacts Objects { get; init; } = ObjectFacts.Empty;

    /// <summary>Locks known not to be held.</summary>
    public FactMap<AccessPath, string> NotHeld { get; init; } = FactMap<AccessPath, string>.Empty;

    /// <summary>What was seen of guarded members: by a test of the member, or by a variable that keeps a copy of it.</summary>
    public FactMap<object, Observation> Observations { get; init; } = FactMap<object, Observation>.Empty;

    public LexicalLock? Lexical { get; init; }

    /// <summary>Reached only because some call may have thrown.</summary>
    public bool IsSoft { get; init; }

    /// <summary>Other threads may know the object under construction.</summary>
    public bool ThisEscaped { get; init; }

    public FlowState SetValue(object variable, AccessPath? value)
    {
        FactMap<object, AccessPath> values = value is null ? Values.Remove(variable) : Values.Set(variable, value);
        return ReferenceEquals(values, Values) ? this : this with { Values = values };
    }

    public FlowState SetKnown(object variable, KnownValue? value)
    {
        FactMap<object, KnownValue> known = value is null ? Known.Remove(variable) : Known.Set(variable, value);
        return ReferenceEquals(known, Known) ? this : this with { Known = known };
    }

    /// <summary>A branch teaches the value of an atom, and with it whether the locks are held that hang on it.</summary>
    public FlowState Learn(object atom, KnownValue value)
    {
        FactMap<AccessPath, HeldLock> held = Held;
        foreach (KeyValuePair<AccessPath, HeldLock> entry in Held)
        {
            foreach (HeldWhen when in entry.Value.Conditions)
            {
                if (AtomComparer.Instance.Equals(when.Atom, atom) && when.IsHeld(value) is { } isHeld)
                {
                    held = isHeld ? held.Set(entry.Key, entry.Value with { IsMaybe = false, Conditions = ImmutableArray<HeldWhen>.Empty }) : held.Remove(entry.Key);
                    break;
                }
            }
        }

        return this with { Held = held, Known = Known.Set(atom, value) };
    }

    /// <summary>A variable gets another value: what was known through it is not known any more.</summary>
    public FlowState Unbind(object variable)
    {
        FactMap<object, KnownValue> known = Known;
        foreach (KeyValuePair<object, KnownValue> entry in Known)
        {
            known = entry.Key is DerivedValue derived && derived.Mentions(variable) ? known.Remove(entry.Key) : known;
        }

        FactMap<AccessPath, HeldLock> held = Held;
        foreach (KeyValuePair<AccessPath, HeldLock> entry in Held)
        {
            if (!entry.Value.Conditions.IsEmpty)
            {
                held = held.Set(entry.Key, entry.Value with { Conditions = entry.Value.Conditions.RemoveAll(when => DerivedValue.Concerns(when.Atom, variable)) });
            }
        }

        return this with { Known = known, Held = held };
    }

    /// <summary>The result of the try that the variable holds has been looked at.</summary>
    public FlowState Tested(object variable)
    {
        if (!Untested.TryGet(variable, out SyntaxNode site))
        {
            return this;
        }

        FactMap<object, SyntaxNode> untested = Untested;
        foreach (KeyValuePair<object, SyntaxNode> entry in Untested)
        {
            untested = entry.Value == site ? untested.Remove(entry.Key) : untested;
        }

        return this with { Untested = untested };
    }

    /// <summary>True if both hold the same locks and references, so that nothing is lost to the rules by merging them.</summary>
    public bool HoldsSameAs(FlowState other)
        => Held.Equals(other.Held) && References.Equals(other.References) && Scopes.Equals(other.Scopes) && Equals(Lexical, other.Lexical) && NotHeld.Equals(other.NotHeld);

    /// <summary>True if nothing but the locks taken explicitly tells them apart.</summary>
    public bool DiffersInHeldOnly(FlowState other)
        => Scopes.Equals(other.Scopes) && Equals(Lexical, other.Lexical);

    /// <summary>What both know.</summary>
    public FlowState Merge(FlowState other) => this with
    {
        Values = Values.Intersect(other.Values),
        Known = Known.Intersect(other.Known),
        Held = HeldMerge.Of(this, other),
        Observations = Observations.Intersect(other.Observations),
        Scopes = Scopes.Intersect(other.Scopes),
        References = MergeReferences(References, other.References),
        Objects = Objects.Merge(other.Objects),
        NotHeld = NotHeld.Intersect(other.NotHeld),
        Untested = Untested.Intersect(other.Untested),
        Lexical = Common(Lexical, other.Lexical),
        IsSoft = IsSoft && other.IsSoft,
        ThisEscaped = ThisEscaped || other.ThisEscaped,
    };

    /// <summary>Renames every object under a path, because the path now leads to another.</summary>
    public FlowState Rename(AccessPath prefix, AccessPath replacement)
    {
        AccessPath Renamed(AccessPath path) => path.StartsWith(prefix) ? path.Rebase(prefix, replacement) : path;

        if (!Mentions(prefix))
        {
            ObjectFacts objects = Objects.Rename(Renamed);
            return ReferenceEquals(objects, Objects) ? this : this with { Objects = objects };
        }

        return this with
        {
            Values = Map(Values, static key => key, Renamed),
            Held = Map(Held, Renamed, static held => held),
            Scopes = Map(Scopes, Renamed, scope => scope.Rename(Renamed)),
            References = RenameReferences(References, Renamed),
            Objects = Objects.Rename(Renamed),
            NotHeld = Map(NotHeld, Renamed, static text => text),
            Lexical = Rename(Lexical, Renamed),
        };
    }

    private bool Mentions(AccessPath prefix)
    {
        foreach (KeyValuePair<object, AccessPath> entry in Values)
        {
            if (entry.Value.StartsWith(prefix))
            {
                return true;
            }
        }

        for (LexicalLock? lexical = Lexical; lexical is not null; lexical = lexical.Outer)
        {
            if (lexical.Lock.StartsWith(prefix))
            {
                return true;
            }
        }

        return Mentions(Held, prefix) || Mentions(Scopes, prefix) || Mentions(NotHeld, prefix) || ReferencesMention(prefix);
    }

    private static bool Mentions<T>(FactMap<AccessPath, T> facts, AccessPath prefix)
        where T : notnull
    {
        foreach (KeyValuePair<AccessPath, T> entry in facts)
        {
            if (entry.Key.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }

    private bool ReferencesMention(AccessPath prefix)
    {
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in References)
        {
            if (entry.Key.StartsWith(prefix) || entry.Value.Lender?.StartsWith(prefix) is true || entry.Value.ValidWhile?.StartsWith(prefix) is true)
            {
                return true;
            }
        }

        return false;
    }

    public static LexicalLock? Common(LexicalLock? first, LexicalLock? second)
    {
        for (LexicalLock? candidate = first; candidate is not null; candidate = candidate.Outer)
        {
            for (LexicalLock? other = second; other is not null; other = other.Outer)
            {
                if (ReferenceEquals(candidate.Statement, other.Statement))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static LexicalLock? Rename(LexicalLock? lexical, Func<AccessPath, AccessPath> rename)
        => lexical is null ? null : lexical with { Lock = rename(lexical.Lock), Outer = Rename(lexical.Outer, rename) };

    private static FactMap<AccessPath, ReferenceFact> MergeReferences(FactMap<AccessPath, ReferenceFact> first, FactMap<AccessPath, ReferenceFact> second)
    {
        if (first.Equals(second))
        {
            return first;
        }

        FactMap<AccessPath, ReferenceFact> merged = FactMap<AccessPath, ReferenceFact>.Empty;
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in first)
        {
            merged = merged.Set(entry.Key, entry.Value.Merge(second.Find(entry.Key)));
        }

        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in second)
        {
            if (!first.Contains(entry.Key))
            {
                merged = merged.Set(entry.Key, entry.Value.Merge(null));
            }
        }

        return merged;
    }

    // Two objects may come to bear one name: what is said of it then may be said of either.
    private static FactMap<AccessPath, ReferenceFact> RenameReferences(FactMap<AccessPath, ReferenceFact> map, Func<AccessPath, AccessPath> rename)
    {
        FactMap<AccessPath, ReferenceFact> mapped = FactMap<AccessPath, ReferenceFact>.Empty;
        foreach (KeyValuePair<AccessPath, ReferenceFact> entry in map)
        {
            AccessPath key = rename(entry.Key);
            ReferenceFact fact = entry.Value.Rename(rename);
            mapped = mapped.Set(key, mapped.TryGet(key, out ReferenceFact other) ? fact.Merge(other) with { IsMaybe = true } : fact);
        }

        return mapped;
    }

    private static FactMap<TKey, TValue> Map<TKey, TValue>(FactMap<TKey, TValue> map, Func<TKey, TKey> key, Func<TValue, TValue> value)
        where TKey : class
        where TValue : notnull
    {
        FactMap<TKey, TValue> mapped = FactMap<TKey, TValue>.Empty;
        foreach (KeyValuePair<TKey, TValue> entry in map)
        {
            mapped = mapped.Set(key(entry.Key), value(entry.Value));
        }

        return mapped;
    }
}
