using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Which owned fields one member releases, on each of the ways out of it.</summary>
internal sealed class FieldReleases
{
    private readonly ReferenceAnalysis _analysis;
    private readonly List<FlowExit> _exits;
    private readonly AccessPath _instance;
    private readonly ImmutableHashSet<ISymbol> _mentioned;

    public FieldReleases(ReferenceAnalysis analysis, List<FlowExit> exits, ImmutableArray<IOperation> blocks, AccessPath instance)
    {
        _analysis = analysis;
        _instance = instance;
        _exits = exits;
        _mentioned = blocks.SelectMany(static block => block.DescendantsAndSelf()).OfType<IMemberReferenceOperation>().Select(static reference => reference.Member.OriginalDefinition)
            .ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        Calls = exits.SelectMany(static exit => exit.State.Values).Where(static entry => entry.Key is IMethodSymbol).Select(static entry => (IMethodSymbol)entry.Key)
            .ToImmutableHashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
    }

    public IEnumerable<FlowExit> Exits => _exits;

    /// <summary>The members that it calls on the same object.</summary>
    public ImmutableHashSet<IMethodSymbol> Calls { get; }

    public bool Mentions(ISymbol field) => _mentioned.Contains(field);

    /// <summary>Whether the field holds nothing any more at an exit, or nobody knows.</summary>
    public bool IsReleased(ISymbol field, FlowExit exit)
        => exit.State.References.TryGet(_instance.Append(new PathSegment(field)), out ReferenceFact fact) && (fact.IsMaybe || fact.Owned.IsEmpty);

    public bool MayRelease(ISymbol field) => _exits.Any(exit => !exit.IsExceptional && IsReleased(field, exit)) || (!IsReleasable(field) && Mentions(field));

    // What is owned without being counted or disposed of, a collection, is released by going through it.
    private bool IsReleasable(ISymbol field)
    {
        ITypeSymbol type = field is IFieldSymbol variable ? variable.Type : ((IPropertySymbol)field).Type;
        return _analysis.Contracts.IsCounted(type) || (!type.AllInterfaces.Any(static contract => contract.SpecialType is SpecialType.System_Collections_IEnumerable) && type.TypeKind is not TypeKind.Array);
    }
}
