using System.Collections.Immutable;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The lock effects of a method in the order in which they apply.</summary>
internal sealed record MethodContract(ImmutableArray<LockEffect> Effects, LockPrimitive? Primitive)
{
    public static readonly MethodContract Empty = new(ImmutableArray<LockEffect>.Empty, null);

    /// <summary>The end of a scope, of whatever type.</summary>
    public static readonly MethodContract Disposal = new(ImmutableArray.Create(new LockEffect(LockEffectKind.Release, LockMode.Any, LockTemplate.Managed)), LockPrimitive.User);

    public bool IsEmpty => Effects.IsEmpty;

    public bool Has(LockEffectKind kind)
    {
        foreach (LockEffect effect in Effects)
        {
            if (effect.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }
}
