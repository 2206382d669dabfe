using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Contracts;

/// <summary>The effects of the framework's own locks.</summary>
internal static class PrimitiveContracts
{
    public static LockPrimitive? PrimitiveOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named || !IsThreading(named.ContainingNamespace))
        {
            return null;
        }

        return named.Name switch
        {
            "Monitor" => LockPrimitive.Monitor,
            "Lock" => LockPrimitive.Lock,
            "Scope" when named.ContainingType?.Name is "Lock" => LockPrimitive.Lock,
            "SpinLock" => LockPrimitive.SpinLock,
            "ReaderWriterLockSlim" => LockPrimitive.ReaderWriter,
            "SemaphoreSlim" => LockPrimitive.Semaphore,
            "Mutex" => LockPrimitive.Mutex,
            _ => null,
        };
    }

    /// <param name="method">The method called.</param>
    /// <param name="receiver">The static type of the receiver: <c>WaitOne</c> is declared for handles of every kind.</param>
    public static MethodContract? Of(IMethodSymbol method, ITypeSymbol? receiver)
    {
        LockPrimitive? primitive = PrimitiveOf(method.ContainingType);
        if (primitive is null && method.Name is "WaitOne" && PrimitiveOf(receiver) is { Name: "Mutex" })
        {
            primitive = LockPrimitive.Mutex;
        }

        if (primitive is null)
        {
            return null;
        }

        ImmutableArray<LockEffect> effects = primitive.Name switch
        {
            "Monitor" => Monitor(method),
            "ReaderWriterLockSlim" => ReaderWriter(method),
            "SemaphoreSlim" => Semaphore(method),
            "Mutex" => Mutex(method),
            _ => Plain(method),
        };
        return effects.IsEmpty ? null : new MethodContract(effects, primitive);
    }

    private static ImmutableArray<LockEffect> Monitor(IMethodSymbol method)
    {
        if (method.Parameters.IsEmpty)
        {
            return ImmutableArray<LockEffect>.Empty;
        }

        LockTemplate @lock = LockTemplate.Parameter(0, method.Parameters[0].Name);
        return method.Name switch
        {
            "Enter" or "TryEnter" => Enter(method, @lock, LockMode.Exclusive),
            "Exit" => One(LockEffectKind.Release, LockMode.Exclusive, @lock),
            "Wait" or "Pulse" or "PulseAll" => One(LockEffectKind.Signal, LockMode.Exclusive, @lock),
            "IsEntered" => One(LockEffectKind.Query, LockMode.Exclusive, @lock),
            _ => ImmutableArray<LockEffect>.Empty,
        };
    }

    private static ImmutableArray<LockEffect> Plain(IMethodSymbol method) => method.Name switch
    {
        "Enter" or "TryEnter" => Enter(method, LockTemplate.This, LockMode.Exclusive),
        "EnterScope" => One(LockEffectKind.Acquire, LockMode.Exclusive, LockTemplate.This),
        "Exit" => One(LockEffectKind.Release, LockMode.Exclusive, LockTemplate.This),
        "Dispose" => One(LockEffectKind.Release, LockMode.Exclusive, LockTemplate.Managed),
        "get_IsHeldByCurrentThread" => One(LockEffectKind.Query, LockMode.Exclusive, LockTemplate.This),
        _ => ImmutableArray<LockEffect>.Empty,
    };

    private static ImmutableArray<LockEffect> ReaderWriter(IMethodSymbol method)
    {
        (LockEffectKind Kind, LockMode Mode)? effect = method.Name switch
        {
            "EnterReadLock" => (LockEffectKind.Acquire, LockMode.Shared),
            "EnterUpgradeableReadLock" => (LockEffectKind.Acquire, LockMode.Upgradeable),
            "EnterWriteLock" => (LockEffectKind.Acquire, LockMode.Exclusive),
            "TryEnterReadLock" => (LockEffectKind.TryAcquire, LockMode.Shared),
            "TryEnterUpgradeableReadLock" => (LockEffectKind.TryAcquire, LockMode.Upgradeable),
            "TryEnterWriteLock" => (LockEffectKind.TryAcquire, LockMode.Exclusive),
            "ExitReadLock" => (LockEffectKind.Release, LockMode.Shared),
            "ExitUpgradeableReadLock" => (LockEffectKind.Release, LockMode.Upgradeable),
            "ExitWriteLock" => (LockEffectKind.Release, LockMode.Exclusive),
            "get_IsReadLockHeld" => (LockEffectKind.Query, LockMode.Shared),
            "get_IsUpgradeableReadLockHeld" => (LockEffectKind.Query, LockMode.Upgradeable),
            "get_IsWriteLockHeld" => (LockEffectKind.Query, LockMode.Exclusive),
            _ => null,
        };
        return effect is { } known ? One(known.Kind, known.Mode, LockTemplate.This) : ImmutableArray<LockEffect>.Empty;
    }

    private static ImmutableArray<LockEffect> Semaphore(IMethodSymbol method)
    {
        switch (method.Name)
        {
            case "Wait" or "WaitAsync":
                bool isTry = method.ReturnType.SpecialType is SpecialType.System_Boolean
                    || method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 };
                return One(isTry ? LockEffectKind.TryAcquire : LockEffectKind.Acquire, LockMode.Exclusive, LockTemplate.This);
            case "Release":
                return One(LockEffectKind.Release, LockMode.Exclusive, LockTemplate.This);
            default:
                return ImmutableArray<LockEffect>.Empty;
        }
    }

    private static ImmutableArray<LockEffect> Mutex(IMethodSymbol method) => method.Name switch
    {
        "WaitOne" when method.Parameters.IsEmpty => One(LockEffectKind.Acquire, LockMode.Exclusive, LockTemplate.This),
        "WaitOne" => One(LockEffectKind.TryAcquire, LockMode.Exclusive, LockTemplate.This),
        "ReleaseMutex" => One(LockEffectKind.Release, LockMode.Exclusive, LockTemplate.This),
        _ => ImmutableArray<LockEffect>.Empty,
    };

    private static ImmutableArray<LockEffect> Enter(IMethodSymbol method, LockTemplate @lock, LockMode mode)
    {
        int flag = -1;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind is RefKind.Ref or RefKind.Out && parameter.Type.SpecialType is SpecialType.System_Boolean)
            {
                flag = parameter.Ordinal;
            }
        }

        LockEffectKind kind = method.Name is "TryEnter" ? LockEffectKind.TryAcquire : LockEffectKind.Acquire;
        return ImmutableArray.Create(new LockEffect(kind, mode, @lock, Success: true, flag));
    }

    private static ImmutableArray<LockEffect> One(LockEffectKind kind, LockMode mode, LockTemplate @lock)
        => ImmutableArray.Create(new LockEffect(kind, mode, @lock));

    public static bool IsThreading(INamespaceSymbol? @namespace)
        => @namespace is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
