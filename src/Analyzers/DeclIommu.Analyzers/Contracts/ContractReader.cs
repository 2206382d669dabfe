using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>Reads the contracts of a compilation's symbols, each once. Safe for concurrent use.</summary>
internal sealed class ContractReader
{
    private readonly ConcurrentDictionary<ISymbol, MethodContract> _methods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<Guard>> _guards = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, LockTemplate?> _returnedLocks = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, LockPrimitive?> _lockables = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _named = new(SymbolEqualityComparer.Default);
    private readonly AttributeSource _attributes;

    public ContractReader(Compilation compilation, AttributeSource attributes)
    {
        Compilation = compilation;
        _attributes = attributes;
    }

    public Compilation Compilation { get; }

    /// <summary>Whether operators may have contracts.</summary>
    public bool HasOperators => _attributes.IsActive && _attributes.Names.IsUnlimited;

    /// <summary>The guards of a field, property or event.</summary>
    public ImmutableArray<Guard> Guards(ISymbol member) => !_attributes.MayCarry(member) ? ImmutableArray<Guard>.Empty : _guards.GetOrAdd(member.OriginalDefinition, ReadGuards);

    /// <summary>The effects of calling a method, those it inherits included.</summary>
    public MethodContract Effects(IMethodSymbol method, ITypeSymbol? receiver = null)
    {
        if (!_attributes.MayCarry(method) && !PrimitiveContracts.IsThreading(method.ContainingType?.ContainingNamespace))
        {
            return MethodContract.Empty;
        }

        IMethodSymbol definition = (method.PartialDefinitionPart ?? method).OriginalDefinition;
        MethodContract contract = _methods.GetOrAdd(definition, symbol => ReadEffects((IMethodSymbol)symbol));
        return contract.IsEmpty && method.Name is "WaitOne" ? PrimitiveContracts.Of(method, receiver) ?? contract : contract;
    }

    /// <summary>The lock that a getter or method returns by contract.</summary>
    public LockTemplate? ReturnedLock(ISymbol member)
        => member is IPropertySymbol or IMethodSymbol && _attributes.MayCarry(member) ? _returnedLocks.GetOrAdd(member.OriginalDefinition, ReadReturnedLock) : null;

    /// <summary>What is known of the locks of a type, or null if it is no lock type.</summary>
    public LockPrimitive? Lockable(ITypeSymbol? type) => type is null ? null : _lockables.GetOrAdd(type.OriginalDefinition, ReadLockable);

    public bool IsScope(ITypeSymbol? type)
        => type is { Name: "Scope", ContainingType.Name: "Lock" } && PrimitiveContracts.PrimitiveOf(type) is not null
            || (type is not null && _attributes.Has(type.OriginalDefinition, WellKnownNames.ScopedLock));

    public bool IsUnchecked(ISymbol? symbol)
    {
        for (; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (_attributes.Has(symbol, WellKnownNames.UncheckedLocking)
                || (symbol is IMethodSymbol { AssociatedSymbol: { } owner } && _attributes.Has(owner, WellKnownNames.UncheckedLocking)))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsNoBlocking(ISymbol @lock) => _attributes.Has(@lock, WellKnownNames.NoBlocking);

    public bool IsInvokedImmediately(IParameterSymbol parameter) => _attributes.Has(parameter, WellKnownNames.InvokedImmediately);

    /// <summary>Whether a contract of a member of the same type names the lock.</summary>
    public bool IsNamedByContract(ISymbol @lock) => _named.GetOrAdd(@lock.OriginalDefinition, FindName);

    /// <summary>The local variable of the method around a lambda or local function with that name.</summary>
    public ISymbol? CapturedLocal(ISymbol member, string name) => null;

    private bool FindName(ISymbol @lock)
    {
        foreach (ISymbol member in @lock.ContainingType?.GetMembers() ?? ImmutableArray<ISymbol>.Empty)
        {
            foreach (ContractAttribute attribute in _attributes.Of(member))
            {
                foreach (string text in attribute.Locks)
                {
                    if (text == @lock.Name || text.EndsWith("." + @lock.Name, System.StringComparison.Ordinal))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private ImmutableArray<Guard> ReadGuards(ISymbol member)
    {
        if (member is not (IFieldSymbol or IPropertySymbol or IEventSymbol))
        {
            return ImmutableArray<Guard>.Empty;
        }

        ImmutableArray<Guard>.Builder? guards = null;
        foreach (ContractAttribute attribute in _attributes.Of(member))
        {
            GuardKind? kind = attribute.Name switch
            {
                WellKnownNames.GuardedBy => GuardKind.All,
                WellKnownNames.GuardedByAny => GuardKind.Any,
                WellKnownNames.WriteGuardedBy => GuardKind.WriteOnly,
                WellKnownNames.PointeeGuardedBy => GuardKind.Pointee,
                _ => null,
            };
            if (kind is { } known)
            {
                (guards ??= ImmutableArray.CreateBuilder<Guard>()).Add(new Guard(known, BindAll(attribute, member, keepInvalid: true)));
            }
        }

        if (guards is null)
        {
            ISymbol? overridden = (member as IPropertySymbol)?.OverriddenProperty ?? (ISymbol?)(member as IEventSymbol)?.OverriddenEvent;
            return overridden is null ? ImmutableArray<Guard>.Empty : Guards(overridden);
        }

        return guards.ToImmutable();
    }

    private MethodContract ReadEffects(IMethodSymbol method)
    {
        if (PrimitiveContracts.Of(method, method.ContainingType) is { } primitive)
        {
            return primitive;
        }

        if (!_attributes.IsActive)
        {
            return MethodContract.Empty;
        }

        var effects = ImmutableArray.CreateBuilder<LockEffect>();
        AddEffects(method, method, effects);
        if (method.AssociatedSymbol is { } owner)
        {
            AddEffects(owner, owner, effects);
        }

        if (effects.Count == 0 && Inherited(method) is { IsEmpty: false } inherited)
        {
            return inherited;
        }

        if (effects.Count == 0 && method is { Name: "Dispose", Parameters.IsEmpty: true } && IsScope(method.ContainingType))
        {
            effects.Add(new LockEffect(LockEffectKind.Release, LockMode.Any, LockTemplate.Managed));
        }

        return effects.Count == 0 ? MethodContract.Empty : new MethodContract(effects.ToImmutable(), Lockable(method.ContainingType));
    }

    private MethodContract? Inherited(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden)
        {
            return Effects(overridden);
        }

        if (method.MethodKind is MethodKind.DelegateInvoke && _attributes.Of(method.ContainingType) is { IsEmpty: false })
        {
            var effects = ImmutableArray.CreateBuilder<LockEffect>();
            AddEffects(method.ContainingType, method.ContainingType, effects);
            return new MethodContract(effects.ToImmutable(), null);
        }

        foreach (IMethodSymbol implemented in ImplementedMethods.Of(method))
        {
            if (Effects(implemented) is { IsEmpty: false } contract)
            {
                return Implemented(contract, method.ContainingType);
            }
        }

        return null;
    }

    /// <summary>The contract of an interface member, with the locks of the interface as the type names them that implements it.</summary>
    public MethodContract Implemented(MethodContract contract, INamedTypeSymbol type)
        => contract with { Effects = contract.Effects.Select(effect => effect with { Lock = Implemented(effect.Lock, type) }).ToImmutableArray() };

    /// <summary>A lock that an interface names, as the type names it that implements the interface.</summary>
    private LockTemplate Implemented(LockTemplate @lock, INamedTypeSymbol type)
    {
        if (@lock is not { Root: TemplateRoot.This, Segments: { IsEmpty: false } segments } || segments[0].Symbol is not { ContainingType: { TypeKind: TypeKind.Interface } declaring } declared
            || type.AllInterfaces.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, declaring)) is not { } contract
            || contract.GetMembers(declared.Name).Select(type.FindImplementationForInterfaceMember).FirstOrDefault(static member => member is not null) is not { } member)
        {
            return @lock;
        }

        ImmutableArray<PathSegment> own = ReturnedLock(member) is { Root: TemplateRoot.This } returned ? returned.Segments : ImmutableArray.Create(new PathSegment(member, segments[0].Arguments));
        return @lock with { Segments = own.AddRange(segments.RemoveAt(0)) };
    }

    private void AddEffects(ISymbol annotated, ISymbol member, ImmutableArray<LockEffect>.Builder effects)
    {
        foreach (ContractAttribute attribute in _attributes.Of(annotated))
        {
            (LockEffectKind Kind, LockMode Mode)? effect = attribute.Name switch
            {
                WellKnownNames.RequiresLock => (LockEffectKind.Require, LockMode.Exclusive),
                WellKnownNames.RequiresSharedLock => (LockEffectKind.Require, LockMode.Shared),
                WellKnownNames.ExcludesLock => (LockEffectKind.Exclude, LockMode.Any),
                WellKnownNames.RequiresNotHeld => (LockEffectKind.RequireNotHeld, LockMode.Any),
                WellKnownNames.AcquiresLock => (LockEffectKind.Acquire, LockMode.Exclusive),
                WellKnownNames.AcquiresSharedLock => (LockEffectKind.Acquire, LockMode.Shared),
                WellKnownNames.ReleasesLock => (LockEffectKind.Release, LockMode.Any),
                WellKnownNames.TryAcquiresLock => (LockEffectKind.TryAcquire, LockMode.Exclusive),
                WellKnownNames.TryAcquiresSharedLock => (LockEffectKind.TryAcquire, LockMode.Shared),
                WellKnownNames.AssertsLockHeld => (LockEffectKind.Assert, attribute.IsShared ? LockMode.Shared : LockMode.Exclusive),
                _ => null,
            };
            if (effect is not { } known)
            {
                continue;
            }

            foreach (LockTemplate @lock in BindAll(attribute, member))
            {
                effects.Add(new LockEffect(known.Kind, known.Mode, @lock, attribute.Success));
            }
        }
    }

    private ImmutableArray<LockTemplate> BindAll(ContractAttribute attribute, ISymbol member, bool keepInvalid = false)
    {
        if (attribute.Locks.IsEmpty)
        {
            bool isScope = member is IMethodSymbol { MethodKind: not MethodKind.Constructor } && IsScope(member.ContainingType);
            return ImmutableArray.Create(isScope ? LockTemplate.Managed : LockTemplate.This);
        }

        var binder = new LockExpressionBinder(this, member);
        return attribute.Locks.Select(text => binder.Bind(text) ?? (keepInvalid ? LockTemplate.Invalid(text) : null)).Where(static template => template is not null).ToImmutableArray()!;
    }

    private LockTemplate? ReadReturnedLock(ISymbol member)
    {
        ContractAttribute? attribute = _attributes.Find(member, WellKnownNames.ReturnsLock);
        return attribute is { Locks.Length: 1 } ? new LockExpressionBinder(this, member).Bind(attribute.Locks[0]) : null;
    }

    private LockPrimitive? ReadLockable(ISymbol type)
    {
        if (PrimitiveContracts.PrimitiveOf((ITypeSymbol)type) is { } primitive)
        {
            return primitive;
        }

        return _attributes.Find(type, WellKnownNames.Lockable) is { } attribute
            ? LockPrimitive.User with { Name = type.Name, IsReentrant = attribute.IsReentrant, IsThreadAffine = attribute.IsThreadAffine }
            : null;
    }
}
