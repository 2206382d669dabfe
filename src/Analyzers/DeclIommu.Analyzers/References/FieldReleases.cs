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
    private readonly AccessPath _instance;
    private readonly ImmutableArray<IMemberReferenceOperation> _references;

    public FieldReleases(ReferenceAnalysis analysis, List<FlowExit> exits, ImmutableArray<IOperation> blocks, AccessPath instance)
    {
        _analysis = analysis;
        _instance = instance;
        Exits = exits;
        ImmutableArray<IOperation> operations = blocks.SelectMany(static block => block.DescendantsAndSelf()).ToImmutableArray();
        _references = operations.OfType<IMemberReferenceOperation>().ToImmutableArray();
        Writes = operations.Where(static operation => Guards.Written(operation) is not null).GroupBy(static operation => Guards.Written(operation)!, SymbolEqualityComparer.Default)
            .ToImmutableDictionary<IGrouping<ISymbol?, IOperation>, ISymbol, GuardValues>(static writes => writes.Key!, static writes => writes.Aggregate((GuardValues)0, static (given, write) => given | Guards.Given(write)), SymbolEqualityComparer.Default);
        Calls = exits.SelectMany(static exit => exit.State.Values).Where(static entry => entry.Key is IMethodSymbol).Select(static entry => (IMethodSymbol)entry.Key)
            .ToImmutableHashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
    }

    public IReadOnlyList<FlowExit> Exits { get; }

    /// <summary>The members that it calls on the same object.</summary>
    public ImmutableHashSet<IMethodSymbol> Calls { get; }

    /// <summary>The members of the same object that it changes, and what to.</summary>
    public ImmutableDictionary<ISymbol, GuardValues> Writes { get; }

    /// <summary>Whether the field holds nothing any more at an exit, or nobody knows.</summary>
    public bool IsReleased(ISymbol field, FlowExit exit)
        => (exit.State.References.TryGet(PathOf(field), out ReferenceFact fact) && (fact.IsMaybe || fact.Owned.IsEmpty))
            || _analysis.Elements.Drained(PathOf(field), exit.State).IsDrained
            || (!IsFollowed(field) && References(field).Any());

    public bool MayRelease(ISymbol field) => Exits.Any(exit => !exit.IsExceptional && IsReleased(field, exit));

    /// <summary>Whether a loop that releases what is in the field leaves some of it out on some of its paths.</summary>
    public bool LosesElements(ISymbol field) => Exits.Any(exit => !exit.IsExceptional && _analysis.Elements.Drained(PathOf(field), exit.State).IsLossy);

    private AccessPath PathOf(ISymbol field) => _instance.Append(new PathSegment(field));

    private IEnumerable<IMemberReferenceOperation> References(ISymbol field) => _references.Where(reference => SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, field));

    /// <summary>Whether the flow knows all that the member does with the field: of a collection, if it does nothing but go through it, ask it, or fill and empty it.</summary>
    private bool IsFollowed(ISymbol field)
    {
        ITypeSymbol type = field is IFieldSymbol variable ? variable.Type : ((IPropertySymbol)field).Type;
        if (!IsCollection(type) || _analysis.Contracts.IsCounted(type))
        {
            return true;
        }

        return OwnedElements.ElementOf(type, _analysis.Contracts) is not null && References(field).All(IsFollowed);
    }

    private static bool IsCollection(ITypeSymbol type) => type.TypeKind is TypeKind.Array || type.AllInterfaces.Any(static contract => contract.SpecialType is SpecialType.System_Collections_IEnumerable);

    private static bool IsFollowed(IOperation use) => use.Parent switch
    {
        IForEachLoopOperation loop => loop.Collection == use,
        IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation => IsFollowed(use.Parent),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "ToArray" or "ToList" or "Reverse" or "AsEnumerable" } } copy } => IsFollowed(copy),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange", ContainingType.Name: "Interlocked" } } } => true,
        IInvocationOperation { TargetMethod.Name: "ToArray" } copy => IsFollowed(copy),
        IInvocationOperation { TargetMethod.Name: "Clear" or "Contains" or "ContainsKey" or "ContainsValue" or "Add" or "TryAdd" or "TryDequeue" or "TryPop" or "TryTake" or "TrimExcess" } => true,
        IPropertyReferenceOperation { Property.Name: "Values" } values => IsFollowed(values),
        IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "IsEmpty" } => true,
        ISimpleAssignmentOperation assignment => assignment.Target == use,
        IIsPatternOperation or IBinaryOperation => true,
        _ => false,
    };
}
