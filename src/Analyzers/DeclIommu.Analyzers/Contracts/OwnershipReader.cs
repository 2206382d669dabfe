using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>
/// Reads who owns what from the attributes of a compilation's symbols and of those it refers to, each once. What a member does not say itself
/// is taken from the member it overrides or implements. Safe for concurrent use.
/// </summary>
internal sealed class OwnershipReader
{
    private readonly ConcurrentDictionary<ISymbol, OwnershipContract> _methods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _counted = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _owned = new(SymbolEqualityComparer.Default);
    private readonly ContractReader _locks;

    public OwnershipReader(AttributeSource attributes, ContractReader locks)
    {
        Attributes = attributes;
        _locks = locks;
    }

    public AttributeSource Attributes { get; }

    /// <summary>The contract that holds for calls of a method, constructor, accessor or local function, what it inherits included.</summary>
    public OwnershipContract Of(IMethodSymbol method)
    {
        if (!Attributes.MayCarry(method))
        {
            return OwnershipContract.Empty;
        }

        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return _methods.GetOrAdd(definition.PartialDefinitionPart ?? definition, symbol => Read((IMethodSymbol)symbol));
    }

    /// <summary>What the method itself says, without what it inherits.</summary>
    public OwnershipContract Stated(IMethodSymbol method)
    {
        OwnershipContract contract = OwnershipContract.Empty;
        foreach (ContractAttribute attribute in AttributesOf(method))
        {
            contract = Add(contract, attribute, method);
        }

        ImmutableArray<ParameterOwnership> parameters = method.Parameters.Select(parameter => ReadParameter(parameter, method)).ToImmutableArray();
        return parameters.All(static parameter => parameter.Equals(ParameterOwnership.Unstated)) ? contract : contract with { Parameters = parameters };
    }

    /// <summary>Whether references to objects of the type are counted: it, a type it derives from or an interface it implements says so.</summary>
    public bool IsCounted(ITypeSymbol? type)
    {
        if (type is null || type.SpecialType is not SpecialType.None || !Attributes.MayCarry(type))
        {
            return false;
        }

        return type is ITypeParameterSymbol parameter
            ? parameter.ConstraintTypes.Any(IsCounted)
            : _counted.GetOrAdd(type.OriginalDefinition, symbol => ReadCounted((ITypeSymbol)symbol));
    }

    /// <summary>Whether a field holds an owned reference; of a property, the field behind it.</summary>
    public bool IsOwned(ISymbol? member)
        => member is IFieldSymbol or IPropertySymbol && Attributes.MayCarry(member)
            && _owned.GetOrAdd(member.OriginalDefinition, ReadOwned);

    /// <summary>Whether the member, its type or its assembly asks not to be analysed.</summary>
    public bool IsUnchecked(ISymbol? symbol)
    {
        for (; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (Attributes.Has(symbol, WellKnownNames.UncheckedOwnership)
                || (symbol is IMethodSymbol { AssociatedSymbol: { } owner } && Attributes.Has(owner, WellKnownNames.UncheckedOwnership)))
            {
                return true;
            }
        }

        return false;
    }

    private OwnershipContract Read(IMethodSymbol method)
    {
        OwnershipContract contract = Stated(method);
        if (method.OverriddenMethod is { } overridden)
        {
            contract = Complete(contract, Of(overridden));
        }

        foreach (IMethodSymbol implemented in ImplementedMethods.Of(method))
        {
            contract = Complete(contract, Of(implemented));
        }

        if (method.MethodKind is MethodKind.Constructor && contract.Result is ResultOwnership.Unstated && IsCounted(method.ContainingType))
        {
            contract = contract with { Result = ResultOwnership.Owned };
        }

        return contract.Equals(OwnershipContract.Empty) ? OwnershipContract.Empty : contract;
    }

    private static OwnershipContract Complete(OwnershipContract own, OwnershipContract inherited)
    {
        if (inherited.IsEmpty)
        {
            return own;
        }

        bool speaksOfReceiver = own.Receiver is not ReceiverEffect.None || own.IsConditional;
        return own with
        {
            Receiver = speaksOfReceiver ? own.Receiver : inherited.Receiver,
            IsConditional = speaksOfReceiver ? own.IsConditional : inherited.IsConditional,
            Success = speaksOfReceiver ? own.Success : inherited.Success,
            IsFinalRelease = own.IsFinalRelease || inherited.IsFinalRelease,
            Result = own.Result is ResultOwnership.Unstated ? inherited.Result : own.Result,
            ValidWhile = own.ValidWhile ?? inherited.ValidWhile,
            Parameters = own.Parameters.IsEmpty
                ? inherited.Parameters
                : own.Parameters.Select((parameter, ordinal) => parameter.Kind is ParameterOwnershipKind.Unstated ? inherited.Parameter(ordinal) : parameter).ToImmutableArray(),
        };
    }

    private ImmutableArray<ContractAttribute> AttributesOf(IMethodSymbol method)
    {
        ImmutableArray<ContractAttribute> attributes = Attributes.Of(method).AddRange(Attributes.OfReturn(method));
        if (method.PartialImplementationPart is { } implementation)
        {
            attributes = attributes.AddRange(Attributes.Of(implementation)).AddRange(Attributes.OfReturn(implementation));
        }

        return method is { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: { } property } ? attributes.AddRange(Attributes.Of(property)) : attributes;
    }

    private OwnershipContract Add(OwnershipContract contract, ContractAttribute attribute, IMethodSymbol method) => attribute.Name switch
    {
        WellKnownNames.AcquiresReference => contract with { Receiver = ReceiverEffect.Acquires },
        WellKnownNames.TryAcquiresReference => contract with
        {
            IsConditional = true,
            Success = attribute.Value,
            Receiver = !method.IsStatic && IsCounted(method.ContainingType) && !method.Parameters.Any(IsOwnedOut) ? ReceiverEffect.TryAcquires : contract.Receiver,
        },
        WellKnownNames.ReleasesReference => contract with { Receiver = ReceiverEffect.Releases },
        WellKnownNames.FinalRelease => contract with { IsFinalRelease = true },
        WellKnownNames.ReturnsOwned => contract with { Result = ResultOwnership.Owned },
        WellKnownNames.ReturnsBorrowed => contract with { Result = ResultOwnership.Borrowed },
        WellKnownNames.BorrowedWhile => contract with { Result = ResultOwnership.Borrowed, ValidWhile = Bind(attribute, method) },
        _ => contract,
    };

    private ParameterOwnership ReadParameter(IParameterSymbol parameter, IMethodSymbol method)
    {
        ParameterOwnership ownership = ParameterOwnership.Unstated;
        foreach (ContractAttribute attribute in Attributes.Of(parameter))
        {
            ownership = attribute.Name switch
            {
                WellKnownNames.Consumes => ownership with { Kind = ParameterOwnershipKind.Consumes, OnThrow = attribute.OnThrow },
                WellKnownNames.Borrows => ownership with { Kind = ParameterOwnershipKind.Borrows },
                WellKnownNames.Owned when parameter.RefKind is RefKind.Out => ownership with { Kind = ParameterOwnershipKind.OwnedOut },
                WellKnownNames.BorrowedWhile => ownership with { Kind = ParameterOwnershipKind.Borrows, ValidWhile = Bind(attribute, method) },
                _ => ownership,
            };
        }

        return ownership;
    }

    private LockTemplate? Bind(ContractAttribute attribute, IMethodSymbol method)
        => attribute.Locks.Length == 1 ? new LockExpressionBinder(_locks, method).Bind(attribute.Locks[0]) : null;

    private bool IsOwnedOut(IParameterSymbol parameter) => parameter.RefKind is RefKind.Out && Attributes.Has(parameter, WellKnownNames.Owned);

    private bool ReadCounted(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Attributes.Has(current.OriginalDefinition, WellKnownNames.ReferenceCounted))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(contract => Attributes.Has(contract.OriginalDefinition, WellKnownNames.ReferenceCounted));
    }

    private bool ReadOwned(ISymbol member)
        => Attributes.Has(member, WellKnownNames.Owned)
            || (member is IPropertySymbol && member.ContainingType.GetMembers("<" + member.Name + ">k__BackingField").Any(field => Attributes.Has(field, WellKnownNames.Owned)));
}
