using System;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>What is known of a count of references, or of a variable that has to do with one.</summary>
internal sealed record CountFact
{
    public static readonly CountFact Live = new() { IsLive = true };

    /// <summary>It is not zero.</summary>
    public bool IsLive { get; init; }

    /// <summary>The count, or the variable, whose value it was given.</summary>
    public object? CopyOf { get; init; }

    /// <summary>The count, or the variable, of which it is more.</summary>
    public object? MoreThan { get; init; }

    /// <summary>The count, or the variable, that is not zero if this bool is <see cref="LiveWhen"/>.</summary>
    public object? Tells { get; init; }

    public bool LiveWhen { get; init; }

    /// <summary>The increment whose result it is.</summary>
    public SyntaxNode? ResultOf { get; init; }

    public bool Mentions(object subject) => Is(CopyOf, subject) || Is(MoreThan, subject) || Is(Tells, subject);

    /// <summary>What is left when something it mentions has another value.</summary>
    public CountFact Without(object subject) => this with
    {
        CopyOf = Is(CopyOf, subject) ? null : CopyOf,
        MoreThan = Is(MoreThan, subject) ? null : MoreThan,
        Tells = Is(Tells, subject) ? null : Tells,
    };

    public CountFact Rename(Func<AccessPath, AccessPath> rename) => this with { CopyOf = Rename(CopyOf, rename), MoreThan = Rename(MoreThan, rename), Tells = Rename(Tells, rename) };

    public static object? Rename(object? subject, Func<AccessPath, AccessPath> rename) => subject is AccessPath path ? rename(path) : subject;

    public bool Equals(CountFact? other)
        => other is not null && IsLive == other.IsLive && Is(CopyOf, other.CopyOf) && Is(MoreThan, other.MoreThan) && Is(Tells, other.Tells) && LiveWhen == other.LiveWhen && ResultOf == other.ResultOf;

    public override int GetHashCode() => (IsLive ? 1 : 0) + (CopyOf is null ? 0 : 2) + (MoreThan is null ? 0 : 4) + (Tells is null ? 0 : 8) + (ResultOf is null ? 0 : 16);

    private static bool Is(object? first, object? second) => first is null || second is null ? first == second : AtomComparer.Instance.Equals(first, second);
}
