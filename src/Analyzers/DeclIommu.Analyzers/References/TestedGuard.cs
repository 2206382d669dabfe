using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>In a state: a member of the object was asked and not changed since. If others change it, it may tell that the work is done already.</summary>
/// <param name="Member">The field or property, or the method that answers.</param>
/// <param name="Answer">What it was found to be.</param>
internal sealed record TestedGuard(ISymbol Member, GuardValues Answer)
{
    public bool Equals(TestedGuard? other) => other is not null && Answer == other.Answer && SymbolEqualityComparer.Default.Equals(Member, other.Member);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Member) + (int)Answer;
}
