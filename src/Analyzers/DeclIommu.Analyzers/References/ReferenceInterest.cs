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

        return blocks.Any(block => block.DescendantsAndSelf().Any(operation => Concerns(operation, scope)));
    }

    private static bool Concerns(IOperation operation, ReferenceScope scope) => operation switch
    {
        IInvocationOperation call => Concerns(call.TargetMethod, scope),
        IObjectCreationOperation { Constructor: { } constructor } => Concerns(constructor, scope) || scope.HasGuardedState(constructor.ContainingType),
        IFieldReferenceOperation field => scope.Contracts.IsOwned(field.Field) || (IsWritten(field) && scope.Contracts.IsCounted(field.Field.ContainingType)),
        IPropertyReferenceOperation { Property: var property } => scope.Contracts.IsOwned(property)
            || (property.GetMethod is { } getter && !scope.Contracts.Of(getter).IsEmpty) || (property.SetMethod is { } setter && !scope.Contracts.Of(setter).IsEmpty),
        IUsingOperation { Resources: { } resources } => scope.Contracts.IsCounted(resources.Type),
        _ => false,
    };

    // It may be a count.
    private static bool IsWritten(IFieldReferenceOperation field) => field.Parent is IIncrementOrDecrementOperation or ICompoundAssignmentOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref };

    private static bool Concerns(IMethodSymbol method, ReferenceScope scope) => scope.Contracts.Attributes.Has(method.OriginalDefinition, WellKnownNames.ExchangesIfEqual) || !scope.Contracts.Of(method).IsEmpty || scope.Pairs.Of(method) is not null;
}
