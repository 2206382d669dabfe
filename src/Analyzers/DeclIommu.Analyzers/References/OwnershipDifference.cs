using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>The first point in which two ownership contracts are understood differently.</summary>
/// <param name="Own">What the member says, for a message.</param>
/// <param name="Promised">What the member says that it stands in for.</param>
internal sealed record OwnershipDifference(string Own, string Promised)
{
    /// <param name="own">The contract of the member, what it inherits included.</param>
    /// <param name="promised">The contract that its callers may see.</param>
    /// <param name="method">The member that callers may see.</param>
    /// <param name="contracts">Says which types are counted.</param>
    public static OwnershipDifference? Find(OwnershipContract own, OwnershipContract promised, IMethodSymbol method, OwnershipReader contracts)
    {
        foreach (IParameterSymbol parameter in method.OriginalDefinition.Parameters)
        {
            ParameterOwnership seen = promised.Parameter(parameter.Ordinal);

            // What is passed as an object of any type has left the caller's hands as far as it is concerned.
            bool mayBeTaken = seen.Kind is ParameterOwnershipKind.Unstated && parameter.RefKind is RefKind.None && !contracts.IsCounted(parameter.Type);
            if (!mayBeTaken && OfParameter(own.Parameter(parameter.Ordinal), seen, parameter.Name) is { } difference)
            {
                return difference;
            }
        }

        return OfResult(own, promised) ?? (contracts.IsCounted(method.ContainingType) ? OfReceiver(own, promised) : null);
    }

    private static OwnershipDifference? OfParameter(ParameterOwnership own, ParameterOwnership promised, string name)
    {
        if (IsTaken(own) != IsTaken(promised) || (own.Kind is ParameterOwnershipKind.OwnedOut) != (promised.Kind is ParameterOwnershipKind.OwnedOut))
        {
            return new OwnershipDifference(Text(own.Kind) + " '" + name + "'", Text(promised.Kind) + " it");
        }

        if (IsTaken(own) && own.OnThrow != promised.OnThrow)
        {
            return new OwnershipDifference(
                (own.OnThrow ? "keeps" : "leaves") + " '" + name + "'" + (own.OnThrow ? "" : " with the caller") + " when it throws",
                promised.OnThrow ? "keeps it" : "leaves it with the caller");
        }

        return own.ValidWhile is not null && promised.ValidWhile is null
            ? new OwnershipDifference("may use '" + name + "' only under a lock", "may always")
            : null;
    }

    private static OwnershipDifference? OfResult(OwnershipContract own, OwnershipContract promised)
    {
        if ((own.Result is ResultOwnership.Owned) != (promised.Result is ResultOwnership.Owned))
        {
            return new OwnershipDifference(Text(own.Result), Text(promised.Result));
        }

        return own.ValidWhile is not null && promised.ValidWhile is null && promised.Result is ResultOwnership.Borrowed
            ? new OwnershipDifference("lends its result only under '" + own.ValidWhile.Text + "'", "lends it without a lock")
            : null;
    }

    private static OwnershipDifference? OfReceiver(OwnershipContract own, OwnershipContract promised)
    {
        if (own.Receiver != promised.Receiver)
        {
            return new OwnershipDifference(Text(own.Receiver), Text(promised.Receiver));
        }

        if (own.IsConditional && !Equals(own.Success, promised.Success))
        {
            return new OwnershipDifference("acquires a reference if it returns " + (own.Success ?? "null"), "does if it returns " + (promised.Success ?? "null"));
        }

        return own.IsFinalRelease && !promised.IsFinalRelease ? new OwnershipDifference("leaves the clean-up to its caller", "does not") : null;
    }

    private static bool IsTaken(ParameterOwnership parameter) => parameter.Kind is ParameterOwnershipKind.Consumes;

    private static string Text(ParameterOwnershipKind kind) => kind switch
    {
        ParameterOwnershipKind.Consumes => "consumes",
        ParameterOwnershipKind.OwnedOut => "gives an owned reference in",
        ParameterOwnershipKind.Borrows => "borrows",
        _ => "does not own",
    };

    private static string Text(ResultOwnership result) => result switch
    {
        ResultOwnership.Owned => "returns an owned reference",
        ResultOwnership.Borrowed => "returns a borrowed one",
        _ => "does not say that its result is owned",
    };

    private static string Text(ReceiverEffect effect) => effect switch
    {
        ReceiverEffect.Acquires => "acquires a reference",
        ReceiverEffect.TryAcquires => "may acquire a reference",
        ReceiverEffect.Releases => "releases a reference",
        _ => "neither acquires nor releases",
    };
}
