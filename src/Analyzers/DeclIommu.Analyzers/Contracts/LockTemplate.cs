using System;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>A lock expression of a contract, bound but not yet applied to a receiver and arguments.</summary>
/// <param name="Root">Where it starts.</param>
/// <param name="Ordinal">The parameter's ordinal.</param>
/// <param name="Symbol">The static member, the type, or the captured variable.</param>
/// <param name="Segments">The members after the root.</param>
/// <param name="Text">As written.</param>
internal sealed record LockTemplate(TemplateRoot Root, int Ordinal, ISymbol? Symbol, ImmutableArray<PathSegment> Segments, string Text)
{
    public static readonly LockTemplate This = new(TemplateRoot.This, -1, null, ImmutableArray<PathSegment>.Empty, "this");
    public static readonly LockTemplate Managed = new(TemplateRoot.Managed, -1, null, ImmutableArray<PathSegment>.Empty, "its locks");

    public bool IsSelf => Root is TemplateRoot.Managed || (Root is TemplateRoot.This && Segments.IsEmpty);

    /// <summary>The member that the expression ends in.</summary>
    public ISymbol? LastSymbol => Segments.IsEmpty ? Symbol : Segments[Segments.Length - 1].Symbol;

    /// <summary>A lock that no code can hold, because the expression does not bind.</summary>
    public static LockTemplate Invalid(string text) => new(TemplateRoot.Invalid, -1, null, ImmutableArray<PathSegment>.Empty, text);

    public static LockTemplate Parameter(int ordinal, string name)
        => new(TemplateRoot.Parameter, ordinal, null, ImmutableArray<PathSegment>.Empty, name);

    public LockTemplate Append(PathSegment segment) => this with { Segments = Segments.Add(segment) };

    /// <summary>The lock for one receiver and its arguments, or null where it cannot be named.</summary>
    /// <param name="receiver">What the contract calls <c>this</c>.</param>
    /// <param name="argument">The argument for a parameter's ordinal.</param>
    /// <param name="within">The type through which the member is used: each construction of a generic type has static locks of its own.</param>
    public AccessPath? Instantiate(AccessPath? receiver, Func<int, AccessPath?> argument, INamedTypeSymbol? within = null)
    {
        AccessPath? root = Root switch
        {
            TemplateRoot.This or TemplateRoot.Managed => receiver,
            TemplateRoot.Parameter => argument(Ordinal),
            TemplateRoot.Static => AccessPath.Static(Constructed(Symbol!, within)),
            TemplateRoot.Invalid => AccessPath.Constant(Text),
            TemplateRoot.AnyInstance => AccessPath.AnyInstance((ITypeSymbol)Symbol!),
            _ => Symbol is IParameterSymbol parameter ? AccessPath.Parameter(parameter) : AccessPath.Local(Symbol!),
        };
        return root?.Append(Segments);
    }

    private static ISymbol Constructed(ISymbol member, INamedTypeSymbol? within)
    {
        for (INamedTypeSymbol? type = member.ContainingType is { IsGenericType: true } ? within : null; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition))
            {
                return type.GetMembers(member.Name).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.OriginalDefinition)) ?? member;
            }
        }

        return member;
    }
}
