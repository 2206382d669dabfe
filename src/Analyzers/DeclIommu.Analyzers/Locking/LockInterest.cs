using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Tells cheaply whether a member has anything to do with locks: most have not, and no graph is built for them.</summary>
internal static class LockInterest
{
    /// <summary>Whether the flow must be run.</summary>
    /// <param name="owner">The member.</param>
    /// <param name="blocks">Its bodies.</param>
    /// <param name="scope">The contracts and facts of the compilation.</param>
    /// <param name="plain">If not: what it tells of the order of locks all the same.</param>
    public static bool Has(ISymbol owner, ImmutableArray<IOperation> blocks, LockScope scope, out PlainMember plain)
    {
        ContractReader contracts = scope.Contracts;
        plain = new PlainMember();
        ILockOperation? only = null;
        if (owner is IMethodSymbol method && Concerns(method, null, contracts))
        {
            return true;
        }

        int lockStatements = 0;
        bool hasOperators = contracts.HasOperators;
        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                // By the kind, which is a number: to ask for one interface after the other takes longer than all that is asked then.
                if (operation.Kind is not (OperationKind.Lock or OperationKind.Invocation or OperationKind.ObjectCreation or OperationKind.MethodReference or OperationKind.FieldReference
                    or OperationKind.EventReference or OperationKind.PropertyReference or OperationKind.AnonymousFunction or OperationKind.EventAssignment)
                    && !(hasOperators && operation.Kind is OperationKind.Binary or OperationKind.Unary or OperationKind.Conversion or OperationKind.CompoundAssignment or OperationKind.Increment or OperationKind.Decrement))
                {
                    continue;
                }

                switch (operation)
                {
                    case ILockOperation statement:
                        only = statement;
                        plain.Lock = (statement.LockedValue as IMemberReferenceOperation)?.Member;
                        // One lock statement alone breaks no rule that needs the flow; two may nest.
                        if (++lockStatements > 1 || (plain.Lock is { } @lock && contracts.IsNoBlocking(@lock)))
                        {
                            return true;
                        }

                        break;
                    case IInvocationOperation call when Concerns(call.TargetMethod, call.Instance?.Type, contracts):
                    case IObjectCreationOperation { Constructor: { } constructor } when Concerns(constructor, null, contracts):
                    case IMethodReferenceOperation reference when Concerns(reference.Method, null, contracts):
                    case IFieldReferenceOperation field when !contracts.Guards(field.Field).IsEmpty:
                    case IEventReferenceOperation reference2 when !contracts.Guards(reference2.Event).IsEmpty:
                    case IPropertyReferenceOperation property when Concerns(property.Property, contracts):
                    case IAnonymousFunctionOperation lambda when !contracts.Effects(lambda.Symbol).IsEmpty:
                    case IBinaryOperation or IUnaryOperation or IConversionOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IEventAssignmentOperation
                        when ImplicitCalls.Of(operation) is { } call2 && Concerns(call2.Method, null, contracts):
                        return true;
                    case IInvocationOperation call when !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || scope.Facts.IsKnown(call.TargetMethod):
                        plain.Calls.Add((call.TargetMethod, only is not null && only.Body.Syntax.Span.Contains(call.Syntax.Span), call.Syntax));
                        break;
                    case IObjectCreationOperation { Constructor: { } made } when !made.DeclaringSyntaxReferences.IsEmpty || scope.Facts.IsKnown(made):
                        plain.Calls.Add((made, only is not null && only.Body.Syntax.Span.Contains(operation.Syntax.Span), operation.Syntax));
                        break;
                    case IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.IsEmpty: false } property } access:
                        bool isInside = only is not null && only.Body.Syntax.Span.Contains(access.Syntax.Span);
                        foreach (IMethodSymbol? accessor in new[] { property.GetMethod, property.SetMethod })
                        {
                            if (accessor is not null)
                            {
                                plain.Calls.Add((accessor, isInside, access.Syntax));
                            }
                        }

                        break;
                }
            }
        }

        return false;
    }

    private static bool Concerns(IMethodSymbol method, ITypeSymbol? receiver, ContractReader contracts) => !contracts.Effects(method, receiver).IsEmpty;

    private static bool Concerns(IPropertySymbol property, ContractReader contracts)
        => !contracts.Guards(property).IsEmpty
            || (property.GetMethod is { } getter && Concerns(getter, null, contracts))
            || (property.SetMethod is { } setter && Concerns(setter, null, contracts));
}
