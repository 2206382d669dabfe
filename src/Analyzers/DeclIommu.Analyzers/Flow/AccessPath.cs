using System;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>The name of an object during analysis: a root and the members that lead from it. Two equal paths are the same object.</summary>
internal sealed class AccessPath : IEquatable<AccessPath>
{
    /// <summary>A longer path is not followed: a loop over a linked list would never end.</summary>
    public const int MaximumLength = 5;

    public static readonly AccessPath This = new(PathRoot.This, "this", 0, ImmutableArray<PathSegment>.Empty);

    private readonly object _origin;
    private readonly int _hash;

    private AccessPath(PathRoot root, object origin, int generation, ImmutableArray<PathSegment> segments)
    {
        Root = root;
        _origin = origin;
        Generation = generation;
        Segments = segments;
        int hash = unchecked(((int)root * 397) + AtomComparer.Instance.GetHashCode(origin) + generation);
        foreach (PathSegment segment in segments)
        {
            hash = unchecked((hash * 31) + segment.GetHashCode());
        }

        _hash = hash;
    }

    public PathRoot Root { get; }

    /// <summary>Counts the values that the same place gave before and that are still of interest.</summary>
    public int Generation { get; }

    public ImmutableArray<PathSegment> Segments { get; }

    public ISymbol? RootSymbol => _origin as ISymbol;

    public SyntaxNode? RootSyntax => _origin as SyntaxNode;

    /// <summary>The member that the path ends in: a field, a property, or the static or variable it consists of.</summary>
    public ISymbol? LastSymbol => Segments.IsEmpty ? RootSymbol : Segments[Segments.Length - 1].Symbol;

    public bool IsRootOnly => Segments.IsEmpty;

    public static AccessPath Parameter(IParameterSymbol parameter) => new(PathRoot.Parameter, parameter, 0, ImmutableArray<PathSegment>.Empty);

    public static AccessPath Local(ISymbol local) => new(PathRoot.Local, local, 0, ImmutableArray<PathSegment>.Empty);

    public static AccessPath Static(ISymbol member) => new(PathRoot.Static, member, 0, ImmutableArray<PathSegment>.Empty);

    public static AccessPath AnyInstance(ITypeSymbol type) => new(PathRoot.AnyInstance, type, 0, ImmutableArray<PathSegment>.Empty);

    public static AccessPath Value(SyntaxNode origin, int generation = 0) => new(PathRoot.Value, origin, generation, ImmutableArray<PathSegment>.Empty);

    public static AccessPath Constant(string text) => new(PathRoot.Static, text, 0, ImmutableArray<PathSegment>.Empty);

    public AccessPath Append(PathSegment segment) => new(Root, _origin, Generation, Segments.Add(segment));

    public AccessPath Append(ImmutableArray<PathSegment> segments)
        => segments.IsEmpty ? this : new(Root, _origin, Generation, Segments.AddRange(segments));

    /// <summary>The path without its last member; the path itself if it has none.</summary>
    public AccessPath Parent() => Segments.IsEmpty ? this : new(Root, _origin, Generation, Segments.RemoveAt(Segments.Length - 1));

    public bool StartsWith(AccessPath prefix)
    {
        if (!SameRoot(prefix) || prefix.Segments.Length > Segments.Length)
        {
            return false;
        }

        for (int i = 0; i < prefix.Segments.Length; i++)
        {
            if (!prefix.Segments[i].Equals(Segments[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The path with <paramref name="prefix"/> replaced by <paramref name="replacement"/>.</summary>
    public AccessPath Rebase(AccessPath prefix, AccessPath replacement)
        => new(replacement.Root, replacement._origin, replacement.Generation, replacement.Segments.AddRange(Segments.RemoveRange(0, prefix.Segments.Length)));

    /// <summary>True if this pattern names any instance of a type, or any element of a collection, and the path is the same member of one of them.</summary>
    public bool Covers(AccessPath path)
    {
        if (Root is not PathRoot.AnyInstance || path.Segments.Length < Segments.Length)
        {
            return CoversElement(path);
        }

        int offset = path.Segments.Length - Segments.Length;
        for (int i = 0; i < Segments.Length; i++)
        {
            if (!Segments[i].Equals(path.Segments[offset + i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool CoversElement(AccessPath path)
    {
        bool isPattern = false;
        if (Segments.Length != path.Segments.Length || !SameRoot(path))
        {
            return false;
        }

        for (int i = 0; i < Segments.Length; i++)
        {
            bool isAny = Segments[i].Equals(PathSegment.AnyElement);
            isPattern |= isAny;
            if (!Segments[i].Equals(path.Segments[i]) && !(isAny && path.Segments[i].IsElement))
            {
                return false;
            }
        }

        return isPattern;
    }

    public bool Equals(AccessPath? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && _hash == other._hash && Segments.Length == other.Segments.Length && StartsWith(other);
    }

    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    public override int GetHashCode() => _hash;

    public override string ToString()
    {
        var text = new StringBuilder();
        switch (Root)
        {
            case PathRoot.This:
                text.Append(Segments.IsEmpty ? "this" : "");
                break;
            case PathRoot.Static or PathRoot.AnyInstance:
                text.Append(_origin is ISymbol { ContainingType: { } type } member ? type.Name + "." + member.Name : (_origin as ISymbol)?.Name ?? (string)_origin);
                break;
            default:
                text.Append(_origin is ISymbol symbol ? symbol.Name : Shorten(_origin.ToString()));
                break;
        }

        foreach (PathSegment segment in Segments)
        {
            text.Append(text.Length > 0 && segment.Name is not "[]" ? "." : "").Append(segment);
        }

        return text.ToString();
    }

    private static string Shorten(string text) => text.Length > 40 ? text.Substring(0, 37) + "..." : text;

    private bool SameRoot(AccessPath other)
        => Root == other.Root && Generation == other.Generation && AtomComparer.Instance.Equals(_origin, other._origin);
}
