using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Tells cheaply whether a member has anything to do with locks: most have not, and no graph is built for them.</summary>
internal static class LockInterest
{
    public static bool Has(ISymbol owner, ImmutableArray<IOperation> blocks, ContractReader contracts)
    {
        if (owner is IMethodSymbol method && Concerns(method, null, contracts))
        {
            return true;
        }

        int lockStatements = 0;
        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                switch (operation)
                {
                    case ILockOperation:
                        // One lock statement alone breaks no rule that needs the flow; two may nest.
                        if (++lockStatements > 1)
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
                        return true;
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
