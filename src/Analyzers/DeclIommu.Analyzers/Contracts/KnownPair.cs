namespace DeclIommu.Analyzers.Contracts;

/// <summary>Two members that belong together without a contract: what the one gives the other takes back.</summary>
/// <param name="Acquire">The member that gives, for messages.</param>
/// <param name="Release">The member that takes back, for messages.</param>
internal sealed record KnownPair(string Acquire, string Release)
{
    /// <summary>What is not given back is only made anew: not worth a handler for exceptions.</summary>
    public bool IsForgiving { get; init; }

    /// <summary>A reference to the object that it is called on is given, not an object.</summary>
    public bool IsOfReceiver { get; init; }

    /// <summary>The acquiring member can fail.</summary>
    public bool CanFail { get; init; }

    /// <summary>The result that means failure: a bool, a number, or null.</summary>
    public object? Failure { get; init; }
}
