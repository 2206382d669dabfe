using System.Collections.Generic;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>
/// Knows which values show the contents of a guarded collection as it is at the time of the look: the collection under another type,
/// its keys, a read-only wrapper, a span, an enumerator, a query that has not run. A copy is none.
/// </summary>
internal sealed class GuardedViews
{
    private readonly Dictionary<AccessPath, AccessPath> _shown = new();
    private readonly LockAnalysis _analysis;

    public GuardedViews(LockAnalysis analysis) => _analysis = analysis;

    /// <summary>Remembers what the result of an operation shows.</summary>
    public void Note(IOperation operation, FlowState state)
    {
        if (Source(operation) is { } source && Of(source, state) is { LastSymbol: { } member } path && !_analysis.Contracts.Guards(member).IsEmpty)
        {
            _shown[AccessPath.Value(operation.Syntax)] = path;
        }
    }

    /// <summary>The path of the collection that a value shows, or is.</summary>
    public AccessPath? Of(IOperation value, FlowState state)
    {
        while (Source(value) is { } source)
        {
            value = source;
        }

        return _analysis.Paths.TryEvaluate(value, state) is { } path ? Resolve(path) : null;
    }

    public AccessPath Resolve(AccessPath path)
    {
        if (_shown.TryGetValue(path, out AccessPath? shown))
        {
            return shown;
        }

        return path is { IsRootOnly: false, LastSymbol: IPropertySymbol property } && IsDictionaryView(property) ? path.Parent() : path;
    }

    /// <summary>The operand whose contents the result of an operation shows, or null if it shows none.</summary>
    private static IOperation? Source(IOperation value) => value switch
    {
        IConversionOperation conversion when conversion.OperatorMethod is null || IsWindow(conversion.OperatorMethod.ContainingType) => conversion.Operand,
        IParenthesizedOperation parenthesized => parenthesized.Operand,
        ITranslatedQueryOperation query => query.Operation,
        IPropertyReferenceOperation { Instance: { } instance } property when IsDictionaryView(property.Property) || (property.Property.Name is "Span" && IsWindow(property.Property.ContainingType)) => instance,
        IObjectCreationOperation { Arguments: { IsEmpty: false } arguments, Type: { } type } when IsWindow(type) || IsWrapper(type) => arguments[0].Value,
        IInvocationOperation call => Source(call),
        _ => null,
    };

    private static IOperation? Source(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (call.Instance is { } instance)
        {
            return method.Name is "AsReadOnly" or "GetEnumerator" or "GetViewBetween" or "GetAlternateLookup" || (method.Name is "Slice" or "AsSpan" or "AsMemory" && IsWindow(method.ContainingType))
                ? instance
                : null;
        }

        bool shows = method.ContainingType.Name switch
        {
            "Enumerable" => LazyQueries.IsLazy(call),
            "Queryable" => method.Name is "AsQueryable",
            "MemoryExtensions" or "CollectionsMarshal" => method.Name is "AsSpan" or "AsMemory",
            "MemoryMarshal" => method.Name is "AsBytes" or "Cast" or "AsMemory",
            "CollectionExtensions" or "Array" => method.Name is "AsReadOnly",
            _ => false,
        };
        return shows && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null;
    }

    private static bool IsDictionaryView(IPropertySymbol property)
        => property.Name is "Keys" or "Values" && AccessClassifier.IsShared(property.ContainingType);

    private static bool IsWindow(ITypeSymbol type)
        => type is { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsWrapper(ITypeSymbol type)
        => type is { Name: "ReadOnlyCollection" or "Collection" or "ReadOnlyDictionary" or "ReadOnlySet", ContainingNamespace.Name: "ObjectModel" };
}
