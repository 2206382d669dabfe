using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>Puts the operations of a statement in the order in which they are evaluated.</summary>
internal static class OperationOrder
{
    public static List<IOperation> Flatten(IOperation root)
    {
        var order = new List<IOperation>();
        Add(root, order);
        return order;
    }

    private static void Add(IOperation operation, List<IOperation> order)
    {
        // A constant and the object itself do nothing and are nothing new.
        if (operation.Kind is OperationKind.Literal or OperationKind.InstanceReference or OperationKind.TypeOf or OperationKind.SizeOf)
        {
            return;
        }

        switch (operation)
        {
            case IFlowAnonymousFunctionOperation or INameOfOperation:
                break;
            case IAssignmentOperation { Target: not IInvocationOperation } assignment:
                // The place is found first, the value computed next; only then is the place written.
                AddChildren(assignment.Target, order);
                Add(assignment.Value, order);
                order.Add(assignment.Target);
                break;
            case IEventAssignmentOperation assignment:
                AddChildren(assignment.EventReference, order);
                Add(assignment.HandlerValue, order);
                order.Add(assignment.EventReference);
                break;
            default:
                AddChildren(operation, order);
                break;
        }

        order.Add(operation);
    }

    private static void AddChildren(IOperation operation, List<IOperation> order)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Add(child, order);
        }
    }
}
