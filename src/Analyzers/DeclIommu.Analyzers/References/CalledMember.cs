using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>A call, in the names that its caller has for the objects.</summary>
/// <param name="Member">What is called.</param>
/// <param name="Receiver">The object it is called on.</param>
/// <param name="Arguments">The arguments by the ordinals of their parameters, as far as they have names.</param>
internal sealed record CalledMember(IMethodSymbol Member, AccessPath? Receiver, ImmutableArray<AccessPath?> Arguments)
{
    public AccessPath? Argument(int ordinal) => ordinal < Arguments.Length ? Arguments[ordinal] : null;

    /// <summary>What the caller calls an object for which the member has a name; null if he has none for it.</summary>
    public AccessPath? Translate(AccessPath path)
    {
        AccessPath? root = path.Root switch
        {
            PathRoot.This => Receiver,
            PathRoot.Parameter => path.RootSymbol is IParameterSymbol parameter ? Argument(parameter.Ordinal) : null,
            PathRoot.Static or PathRoot.AnyInstance => path,
            _ => null,
        };
        return root is null || ReferenceEquals(root, path) ? root : root.Append(path.Segments);
    }

    public bool Equals(CalledMember? other)
        => other is not null && SymbolEqualityComparer.Default.Equals(Member, other.Member) && Equals(Receiver, other.Receiver) && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => unchecked((SymbolEqualityComparer.Default.GetHashCode(Member) * 31) + (Receiver?.GetHashCode() ?? 0));
}
