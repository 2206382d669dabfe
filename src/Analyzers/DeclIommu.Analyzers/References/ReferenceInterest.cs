using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Tells cheaply whether a member has anything to do with references: most have not, and no graph is built for them.</summary>
internal static class ReferenceInterest
{
    public static bool Has(ISymbol owner, ImmutableArray<IOperation> blocks, ReferenceScope scope)
    {
        if (owner is IMethodSymbol method && (!scope.Contracts.Of(method).IsEmpty && method.MethodKind is not MethodKind.Constructor || method.Parameters.Any(parameter => scope.Contracts.IsCounted(parameter.Type))))
        {
            return true;
        }

        // Where references to an object are counted, the count itself is looked at.
        if (!owner.IsStatic && scope.Contracts.IsCounted(owner.ContainingType))
        {
            return true;
        }

        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                if (Concerns(operation, scope))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // By the kind, which is a number: to ask for one interface after the other takes longer than all that is asked then.
    private static bool Concerns(IOperation operation, ReferenceScope scope)
    {
        switch (operation.Kind)
        {
            case OperationKind.Invocation:
                return Concerns(((IInvocationOperation)operation).TargetMethod, scope);
            case OperationKind.ObjectCreation:
                return ((IObjectCreationOperation)operation).Constructor is { } constructor && (Concerns(constructor, scope) || scope.HasGuardedState(constructor.ContainingType));
            case OperationKind.FieldReference:
                var field = (IFieldReferenceOperation)operation;
                return scope.Contracts.IsOwned(field.Field) || (IsWritten(field) && scope.Contracts.IsCounted(field.Field.ContainingType));
            case OperationKind.PropertyReference:
                IPropertySymbol property = ((IPropertyReferenceOperation)operation).Property;
                return scope.Contracts.IsOwned(property)
                    || (property.GetMethod is { } getter && !scope.Contracts.Of(getter).IsEmpty) || (property.SetMethod is { } setter && !scope.Contracts.Of(setter).IsEmpty);
            case OperationKind.Using:
                return ((IUsingOperation)operation).Resources is { } resources && scope.Contracts.IsCounted(resources.Type);
            default:
                return false;
        }
    }

    // It may be a count.
    private static bool IsWritten(IFieldReferenceOperation field) => field.Parent is IIncrementOrDecrementOperation or ICompoundAssignmentOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref };

    private static bool Concerns(IMethodSymbol method, ReferenceScope scope) => scope.Contracts.Attributes.Has(method.OriginalDefinition, WellKnownNames.ExchangesIfEqual) || !scope.Contracts.Of(method).IsEmpty || scope.Pairs.Of(method) is not null;
}
