using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Flow;

/// <summary>A lock that is held: how often in each mode.</summary>
internal sealed record HeldLock(int Shared, int Upgradeable, int Exclusive, LockOrigin Origin, LockPrimitive Primitive, SyntaxNode? Site, bool IsMaybe = false)
{
    /// <summary>What tells whether a lock that is held on some ways only is held; each of them does.</summary>
    public ImmutableArray<HeldWhen> Conditions { get; init; } = ImmutableArray<HeldWhen>.Empty;

    /// <summary>Too many ways met: nothing is left that tells whether the lock is held, and no rule should speak of it.</summary>
    public bool IsLost => IsMaybe && Conditions.IsEmpty;

    /// <summary>Deeper holds are not told apart, so that a loop that acquires without end reaches a fixed point.</summary>
    public const int MaximumDepth = 4;

    public int Depth => Shared + Upgradeable + Exclusive;

    public bool Satisfies(LockMode mode) => !IsMaybe && (mode is LockMode.Exclusive ? Exclusive > 0 : Depth > 0);

    public static HeldLock Of(LockMode mode, LockOrigin origin, LockPrimitive primitive, SyntaxNode? site)
        => new(mode is LockMode.Shared ? 1 : 0, mode is LockMode.Upgradeable ? 1 : 0, mode is LockMode.Exclusive or LockMode.Any ? 1 : 0, origin, primitive, site);

    public HeldLock Add(LockMode mode) => mode switch
    {
        LockMode.Shared => this with { Shared = System.Math.Min(Shared + 1, MaximumDepth) },
        LockMode.Upgradeable => this with { Upgradeable = System.Math.Min(Upgradeable + 1, MaximumDepth) },
        _ => this with { Exclusive = System.Math.Min(Exclusive + 1, MaximumDepth) },
    };

    /// <summary>One hold less of the mode, or null when that mode is not held.</summary>
    public HeldLock? Subtract(LockMode mode) => mode switch
    {
        LockMode.Shared => Shared > 0 ? this with { Shared = Shared - 1 } : null,
        LockMode.Upgradeable => Upgradeable > 0 ? this with { Upgradeable = Upgradeable - 1 } : null,
        LockMode.Exclusive => Exclusive > 0 ? this with { Exclusive = Exclusive - 1 } : null,
        _ => Subtract(LockMode.Exclusive) ?? Subtract(LockMode.Upgradeable) ?? Subtract(LockMode.Shared),
    };

    // The place does not tell two states apart: both arms of an if may acquire.
    public bool Equals(HeldLock? other)
        => other is not null && Shared == other.Shared && Upgradeable == other.Upgradeable && Exclusive == other.Exclusive
            && Origin == other.Origin && IsMaybe == other.IsMaybe && Primitive == other.Primitive && Conditions.SequenceEqual(other.Conditions);

    public override int GetHashCode() => unchecked((((((Shared * 8) + Upgradeable) * 8) + Exclusive) * 8) + (int)Origin + (IsMaybe ? 1000 : 0) + (Conditions.Length * 4000));
}
