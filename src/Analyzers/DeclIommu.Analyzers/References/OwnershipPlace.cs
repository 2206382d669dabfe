using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.References;

/// <summary>A member that carries ownership contracts: which of them it can keep.</summary>
internal sealed class OwnershipPlace
{
    private readonly ISymbol _symbol;
    private readonly IMethodSymbol? _method;
    private readonly ReferenceScope _scope;

    public OwnershipPlace(ISymbol symbol, ReferenceScope scope)
    {
        _symbol = symbol;
        _method = symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod;
        _scope = scope;
        Attributes = scope.Contracts.Attributes.Of(symbol);
        if (symbol is IMethodSymbol method)
        {
            Attributes = Attributes.AddRange(scope.Contracts.Attributes.OfReturn(method));
        }
    }

    public ImmutableArray<ContractAttribute> Attributes { get; }

    /// <summary>Why the lock that a contract names is none; null if it is one.</summary>
    public static string? LockFault(ContractAttribute attribute, ISymbol member, ReferenceScope scope)
    {
        if (attribute.Locks.Length != 1)
        {
            return "it names no lock";
        }

        var binder = new LockExpressionBinder(scope.Locks, member);
        return binder.Bind(attribute.Locks[0]) is null ? "'" + attribute.Locks[0] + "' is no lock: " + binder.Error : null;
    }

    /// <summary>Why a contract of the member cannot be kept; null if it can.</summary>
    public string? Fault(ContractAttribute attribute) => attribute.Name switch
    {
        WellKnownNames.AcquiresReference => CountFault() ?? Contradiction(WellKnownNames.ReleasesReference, WellKnownNames.TryAcquiresReference),
        WellKnownNames.ReleasesReference => CountFault() ?? Contradiction(WellKnownNames.TryAcquiresReference),
        WellKnownNames.TryAcquiresReference => HasOwnedOut ? SuccessFault(attribute) : CountFault() ?? SuccessFault(attribute),
        WellKnownNames.FinalRelease => FinalFault(),
        WellKnownNames.ReturnsOwned => ResultFault() ?? Contradiction(WellKnownNames.ReturnsBorrowed, WellKnownNames.BorrowedWhile),
        WellKnownNames.ReturnsBorrowed => _symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? CountFault() : ResultFault(),
        WellKnownNames.BorrowedWhile => ResultFault() ?? LockFault(attribute, _symbol, _scope),
        WellKnownNames.ExchangesIfEqual => ExchangeFault(attribute),
        _ => null,
    };

    private bool HasOwnedOut => _method is not null && _method.Parameters.Any(parameter => parameter.RefKind is RefKind.Out && _scope.Contracts.Attributes.Has(parameter, WellKnownNames.Owned));

    private string? CountFault()
        => _symbol.IsStatic ? "a static member has no instance to count references to"
            : _scope.Contracts.IsCounted(_symbol.ContainingType) ? null
            : "references to '" + _symbol.ContainingType?.Name + "' are not counted; mark it ReferenceCounted";

    private string? Contradiction(params string[] others)
        => Attributes.FirstOrDefault(attribute => others.Contains(attribute.Name)) is { } other
            ? "it is marked " + other.Name.Substring(0, other.Name.Length - "Attribute".Length) + " as well"
            : null;

    private string? ResultFault()
        => Result() is { SpecialType: SpecialType.System_Void or SpecialType.System_Boolean } or { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" }
            ? "it returns no reference"
            : null;

    private string? FinalFault()
    {
        if (Result()?.SpecialType is not SpecialType.System_Boolean)
        {
            return "the caller learns by a bool whether it gave up the last reference";
        }

        bool isReleasing = _method is not null
            && (_scope.Contracts.Of(_method).Receiver is ReceiverEffect.Releases || _method.Parameters.Any(parameter => _scope.Contracts.Of(_method).Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Consumes));
        return isReleasing ? null : "it releases nothing; mark it ReleasesReference, or a parameter Consumes";
    }

    private string? SuccessFault(ContractAttribute attribute)
    {
        ITypeSymbol? result = Result();
        bool canBe = attribute.Value switch
        {
            bool => result is { SpecialType: SpecialType.System_Boolean },
            null => result is { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
            _ => result is { TypeKind: TypeKind.Enum } or { IsValueType: true, SpecialType: not (SpecialType.None or SpecialType.System_Boolean or SpecialType.System_Void) },
        };
        return canBe ? null : "it never returns " + (attribute.Value switch { null => "null", bool flag => flag ? "true" : "false", var value => value });
    }

    private string? ExchangeFault(ContractAttribute attribute)
    {
        string name = attribute.Value as string ?? "";
        IParameterSymbol? parameter = _method?.Parameters.FirstOrDefault(parameter => parameter.Name == name);
        return parameter is null ? "there is no parameter '" + name + "'"
            : SymbolEqualityComparer.Default.Equals(parameter.Type, Result()) ? null
            : "the result is never equal to '" + name + "', which is of another type";
    }

    /// <summary>The type of the result; of a task, of its result.</summary>
    private ITypeSymbol? Result()
    {
        ITypeSymbol? result = _symbol is IPropertySymbol property ? property.Type : _method?.ReturnType;
        return result is INamedTypeSymbol { TypeArguments.Length: 1, Name: "Task" or "ValueTask" } task ? task.TypeArguments[0] : result;
    }
}
