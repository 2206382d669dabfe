using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>The calls that no call is written for: operators, and the accessors of events.</summary>
internal static class ImplicitCalls
{
    public static CallSite? Of(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorMethod: { } method } => Operator(operation, method),
        IUnaryOperation { OperatorMethod: { } method } => Operator(operation, method),
        IConversionOperation { OperatorMethod: { } method } => Operator(operation, method),
        ICompoundAssignmentOperation { OperatorMethod: { } method } => Operator(operation, method),
        IIncrementOrDecrementOperation { OperatorMethod: { } method } => Operator(operation, method),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment when (assignment.Adds ? reference.Event.AddMethod : reference.Event.RemoveMethod) is { } accessor
            => new CallSite(operation, accessor, reference.Instance, ImmutableArray<IArgumentOperation>.Empty),
        _ => null,
    };

    private static CallSite Operator(IOperation operation, IMethodSymbol method) => new(operation, method, null, ImmutableArray<IArgumentOperation>.Empty);
}
