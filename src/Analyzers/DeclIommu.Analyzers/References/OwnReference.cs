using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0008 for the object itself: a member that by its contract releases a reference to it lowers the count, or leaves that to something that it calls.</summary>
internal static class OwnReference
{
    /// <summary>Whether a member does nothing that could release the reference.</summary>
    public static bool IsKept(IMethodSymbol method, ImmutableArray<IOperation> blocks, OwnershipReader contracts)
    {
        if (method.IsStatic || contracts.Stated(method).Receiver is not ReceiverEffect.Releases || !contracts.IsCounted(method.ContainingType))
        {
            return false;
        }

        ImmutableHashSet<ISymbol> counts = method.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field is { IsStatic: false, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } && CountFields.ReachesZero(field, contracts))
            .ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);

        // Where no count is seen, it may be kept by something else: the operating system, another language.
        return !counts.IsEmpty && !blocks.SelectMany(static block => block.DescendantsAndSelf()).Any(operation => operation switch
        {
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: IFieldSymbol field } => counts.Contains(field),
            IInvocationOperation { Instance: IInstanceReferenceOperation } => true,
            IInstanceReferenceOperation { Parent: not IMemberReferenceOperation } => true,
            _ => false,
        });
    }
}
