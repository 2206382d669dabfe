using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Operations after which nobody knows who has the reference.</summary>
internal static class Escapes
{
    // Newer than the compiler that the analyzers are built against.
    private const OperationKind CollectionExpression = (OperationKind)0x7f;
    private const OperationKind Spread = (OperationKind)0x80;

    public static FlowState Apply(ReferenceAnalysis analysis, IOperation operation, FlowState state)
    {
        switch (operation)
        {
            case ITupleOperation tuple when tuple.Parent is not IDeconstructionAssignmentOperation:
                foreach (IOperation element in tuple.Elements)
                {
                    state = Escape(analysis, element, state);
                }

                return state;
            case IArrayInitializerOperation initializer:
                foreach (IOperation element in initializer.ElementValues)
                {
                    state = Escape(analysis, element, state);
                }

                return state;
            case { Kind: CollectionExpression }:
                foreach (IOperation element in operation.ChildOperations)
                {
                    state = element.Kind is Spread ? EscapeContent(analysis, element.ChildOperations.First(), state) : Escape(analysis, element, state);
                }

                return state;
            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } yielded }:
                return Escape(analysis, yielded, state);
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { Instance: { } receiver } }:
                return Escape(analysis, receiver, state);
            case IAddressOfOperation address:
                return Escape(analysis, address.Reference, state);
            case ICompoundAssignmentOperation compound:
                return Escape(analysis, compound.Target, state);
            case IIncrementOrDecrementOperation increment:
                return Escape(analysis, increment.Target, state);
            case IDynamicInvocationOperation { Arguments: var arguments }:
                foreach (IOperation argument in arguments)
                {
                    state = Escape(analysis, argument, state);
                }

                return state;
            case IConversionOperation { OperatorMethod: null, Operand.Type.IsValueType: true, Type.IsReferenceType: true } boxed:
                return Escape(analysis, boxed.Operand, state);
            case IConversionOperation { OperatorMethod: { } conversion } converted:
                return conversion.ReturnType is { Name: "Span" or "ReadOnlySpan", IsRefLikeType: true } || MemoryViews.Viewed(converted) is not null || analysis.Contracts.IsCounted(conversion.Parameters[0].Type)
                    ? state
                    : Escape(analysis, converted.Operand, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } arithmetic:
                return Escape(analysis, arithmetic.RightOperand, Escape(analysis, arithmetic.LeftOperand, state));
            default:
                return state;
        }
    }

    // What a collection brought that the function took over is in the new one too; of another it is a copy.
    private static FlowState EscapeContent(ReferenceAnalysis analysis, IOperation collection, FlowState state)
        => analysis.Objects.TryOf(collection, state) is { Root: PathRoot.Parameter, IsRootOnly: true } taken ? analysis.Operations.Escape(state, taken) : state;

    private static FlowState Escape(ReferenceAnalysis analysis, IOperation value, FlowState state) => analysis.Operations.Escape(state, analysis.Objects.TryOf(value, state));
}
