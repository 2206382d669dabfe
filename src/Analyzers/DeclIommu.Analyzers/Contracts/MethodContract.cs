using System.Collections.Immutable;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The lock effects of a method in the order in which they apply.</summary>
internal sealed record MethodContract(ImmutableArray<LockEffect> Effects, LockPrimitive? Primitive)
{
    public static readonly MethodContract Empty = new(ImmutableArray<LockEffect>.Empty, null);

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
