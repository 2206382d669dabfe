using System;
using System.Collections.Immutable;
using System.Linq;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>What a member says of the references that it takes and gives.</summary>
internal sealed record OwnershipContract
{
    public static readonly OwnershipContract Empty = new();

    /// <summary>What a call does to the caller's references to <c>this</c>.</summary>
    public ReceiverEffect Receiver { get; init; }

    /// <summary>The member says that it acquires only if it returns <see cref="Success"/>.</summary>
    public bool IsConditional { get; init; }

    /// <summary>
    /// The result that means success, of a member with <see cref="IsConditional"/>: a bool, the number of an enum member, or null. It decides over the
    /// owned out parameters if there are any, and over <c>this</c> if there are none.
    /// </summary>
    public object? Success { get; init; }

    /// <summary>It returns true where it gave up the last reference.</summary>
    public bool IsFinalRelease { get; init; }

    public ResultOwnership Result { get; init; }

    /// <summary>The lock under which a borrowed result is valid.</summary>
    public LockTemplate? ValidWhile { get; init; }

    /// <summary>One for each parameter, or empty if none says anything.</summary>
    public ImmutableArray<ParameterOwnership> Parameters { get; init; } = ImmutableArray<ParameterOwnership>.Empty;

    public bool IsEmpty => ReferenceEquals(this, Empty);

    public bool HasOwnedOut => Parameters.Any(static parameter => parameter.Kind is ParameterOwnershipKind.OwnedOut);

    public ParameterOwnership Parameter(int ordinal) => ordinal < Parameters.Length ? Parameters[ordinal] : ParameterOwnership.Unstated;

    public bool Equals(OwnershipContract? other)
        => other is not null && Receiver == other.Receiver && IsConditional == other.IsConditional && Equals(Success, other.Success)
            && IsFinalRelease == other.IsFinalRelease && Result == other.Result && Equals(ValidWhile, other.ValidWhile)
            && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    public override int GetHashCode() => unchecked((((int)Receiver * 31) + (int)Result) * 31) + Parameters.Length;
}
