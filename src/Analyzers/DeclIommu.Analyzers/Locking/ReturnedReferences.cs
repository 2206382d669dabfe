using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0020 at returns: what is returned must not need a lock that is free by then.</summary>
internal static class ReturnedReferences
{
    public static void Check(LockAnalysis analysis, IMethodSymbol? function, FlowExit exit)
    {
        if (exit.Value is not { } value || analysis.Paths.TryEvaluate(value, exit.State) is not { LastSymbol: { } member } path)
        {
            return;
        }

        foreach (Guard guard in analysis.Contracts.Guards(member))
        {
            LockMode? mode = function switch
            {
                { ReturnsByRef: true } when guard.Kind is GuardKind.All or GuardKind.Any or GuardKind.WriteOnly => LockMode.Exclusive,
                { ReturnsByRefReadonly: true } when guard.Kind is GuardKind.All or GuardKind.Any => LockMode.Shared,
                { ReturnsByRef: false, ReturnsByRefReadonly: false } when guard.Kind is GuardKind.Pointee => LockMode.Shared,
                { ReturnsByRef: false, ReturnsByRefReadonly: false } when guard.Kind is GuardKind.All && IsMutable(value.Type) => LockMode.Shared,
                _ => null,
            };
            if (mode is not { } needed)
            {
                continue;
            }

            foreach (LockTemplate template in guard.Locks)
            {
                if (template.Instantiate(path.IsRootOnly ? null : path.Parent(), static _ => null) is { } @lock)
                {
                    analysis.Record(EscapeRule.Descriptor, value.Syntax.GetLocation(), @lock.ToString(), !LockFacts.IsHeld(exit.State, @lock, needed), exit.State, path, @lock, "");
                }
            }
        }
    }

    /// <summary>A collection that whoever gets it can change, or see change.</summary>
    private static bool IsMutable(ITypeSymbol? type)
        => type is IArrayTypeSymbol || (AccessClassifier.IsCollection(type) && type!.TypeKind is TypeKind.Class
            && type.ContainingNamespace.Name is "Generic" or "Collections");
}
