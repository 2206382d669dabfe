using System.Collections.Generic;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What the contract of a function says of its beginning and its end.</summary>
internal sealed class FunctionExpectation
{
    private readonly LockAnalysis _analysis;
    private readonly IMethodSymbol? _function;
    private readonly List<(LockEffect Effect, AccessPath Lock)> _effects = new();

    public FunctionExpectation(LockAnalysis analysis, IMethodSymbol? function, MethodContract contract)
    {
        _analysis = analysis;
        _function = function;
        AccessPath self = function is not null && ExtensionBlocks.Receiver(function) is { } extended ? AccessPath.Parameter(extended) : AccessPath.This;
        foreach (LockEffect effect in contract.Effects)
        {
            AccessPath? path = effect.Lock.Instantiate(self, Parameter);
            if (path is not null)
            {
                _effects.Add((effect, path));
            }
        }

        if (function is { AssociatedSymbol: { } property })
        {
            AddGuards(property, function.MethodKind is MethodKind.PropertyGet ? LockMode.Shared : LockMode.Exclusive);
        }
    }

    public IEnumerable<(LockEffect Effect, AccessPath Lock)> Effects => _effects;

    /// <summary>The state in which the function begins.</summary>
    public FlowState Enter(FlowState state)
    {
        foreach ((LockEffect effect, AccessPath path) in _effects)
        {
            switch (effect.Kind)
            {
                case LockEffectKind.Require or LockEffectKind.Release:
                    LockMode mode = effect.Mode is LockMode.Any ? LockMode.Exclusive : effect.Mode;
                    if (!LockFacts.IsHeld(state, path, mode))
                    {
                        state = state with { Held = state.Held.Set(path, HeldLock.Of(mode, LockOrigin.Declared, _analysis.PrimitiveOf(path), null)) };
                    }

                    break;
                case LockEffectKind.Exclude or LockEffectKind.RequireNotHeld or LockEffectKind.Acquire or LockEffectKind.TryAcquire:
                    state = state with { NotHeld = state.NotHeld.Set(path, "") };
                    break;
            }
        }

        return state;
    }

    /// <summary>How often the lock is held at a return: at least and at most.</summary>
    public (int Minimum, int Maximum) DepthAtReturn(AccessPath path, KnownValue? result, FlowState entry)
    {
        int depth = entry.Held.Find(path)?.Depth ?? 0;
        int minimum = depth;
        int maximum = depth;
        foreach ((LockEffect effect, AccessPath @lock) in _effects)
        {
            if (!@lock.Equals(path))
            {
                continue;
            }

            switch (effect.Kind)
            {
                case LockEffectKind.Release:
                    minimum--;
                    maximum--;
                    break;
                case LockEffectKind.Acquire:
                    minimum++;
                    maximum++;
                    break;
                case LockEffectKind.TryAcquire:
                    bool? succeeded = result?.EqualTo(effect.Success);
                    minimum += succeeded is true ? 1 : 0;
                    maximum += succeeded is false ? 0 : 1;
                    break;
            }
        }

        return (System.Math.Max(minimum, 0), System.Math.Max(maximum, 0));
    }

    private AccessPath? Parameter(int ordinal)
        => _function is not null && ordinal < _function.Parameters.Length ? AccessPath.Parameter(_function.Parameters[ordinal]) : null;

    private void AddGuards(ISymbol property, LockMode mode)
    {
        foreach (Guard guard in _analysis.Contracts.Guards(property))
        {
            if (guard.Kind is GuardKind.Pointee || (guard.Kind is GuardKind.WriteOnly && mode is LockMode.Shared))
            {
                continue;
            }

            foreach (LockTemplate template in guard.Locks)
            {
                if (template.Instantiate(AccessPath.This, static _ => null) is { } path)
                {
                    _effects.Add((new LockEffect(LockEffectKind.Require, mode, template), path));
                }
            }
        }
    }
}
