using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>
/// Finds the loops of a function that take or give back the locks of all elements of a collection: they do so before the first turn, as far as the flow is concerned, and
/// hold or release the locks of any element. Of elements whose locks are taken in other ways from turn to turn nothing is said.
/// </summary>
internal sealed class ElementLoops
{
    private readonly List<ElementLoop> _loops = new();
    private readonly LockAnalysis _analysis;

    public ElementLoops(LockAnalysis analysis, ControlFlowGraph graph)
    {
        _analysis = analysis;
        foreach (ILoopOperation loop in graph.OriginalOperation.DescendantsAndSelf().OfType<ILoopOperation>())
        {
            Note(loop);
        }
    }

    /// <summary>The state in which an operation finds the locks of the elements.</summary>
    public FlowState Before(IOperation operation, FlowState state)
    {
        if (_loops.Count == 0)
        {
            return state;
        }

        if (CollectionOf(operation) is { } source && _analysis.Paths.TryEvaluate(source, state) is { } collection)
        {
            _analysis.Operations.NoteElements(operation.Syntax, collection);
        }

        foreach (ElementLoop loop in _loops)
        {
            bool isRelease = loop.Effect.Kind is LockEffectKind.Release;
            LockPrimitive primitive = loop.Primitive ?? LockPrimitive.User;
            if (loop.BeginsWith(operation) && loop.All(_analysis.Paths, state) is { } all)
            {
                state = isRelease
                    ? _analysis.Operations.Release(state, all, loop.Effect.Mode, primitive, loop.Call.Syntax)
                    : _analysis.Operations.Acquire(state, all, loop.Effect.Mode, LockOrigin.Acquired, primitive, loop.Call.Syntax);
            }
            else if (isRelease && loop.IsBeforeCall(operation) && loop.All(_analysis.Paths, state) is { } rest && !state.Held.Contains(rest))
            {
                // In each turn that of the element is held until it is given back.
                state = state with { Held = state.Held.Set(rest, HeldLock.Of(loop.Effect.Mode is LockMode.Any ? LockMode.Exclusive : loop.Effect.Mode, LockOrigin.Acquired, primitive, null)) };
            }
        }

        return state;
    }

    /// <summary>The state after a call in such a loop, or null for every other call.</summary>
    public FlowState? After(IInvocationOperation call, FlowState state)
    {
        foreach (ElementLoop loop in _loops)
        {
            if (loop.Call.Syntax == call.Syntax)
            {
                return loop.Effect.Kind is LockEffectKind.Release && loop.All(_analysis.Paths, state) is { } all ? state with { Held = state.Held.Remove(all) } : state;
            }
        }

        return null;
    }

    private void Note(ILoopOperation loop)
    {
        List<(IInvocationOperation Call, LockEffect Effect, LockPrimitive? Primitive, IOperation Lock)> calls = loop.Body.DescendantsAndSelf().OfType<IInvocationOperation>().SelectMany(Effects).ToList();
        foreach ((IInvocationOperation call, LockEffect effect, LockPrimitive? primitive, IOperation @lock) in calls)
        {
            bool isPaired = calls.Any(other => other.Effect.Kind != effect.Kind && other.Lock.Syntax.ToString() == @lock.Syntax.ToString());
            if (isPaired || Element(@lock, loop) is not { } element)
            {
                continue;
            }

            bool isOfEach = loop is IForEachLoopOperation or IForLoopOperation { Before.IsEmpty: false } && IsInEachTurn(call, loop) && effect.Kind is LockEffectKind.Acquire or LockEffectKind.Release;
            if (isOfEach)
            {
                _loops.Add(new ElementLoop(loop, call, effect, primitive, element.Collection, element.Members));
            }
            else if (effect.Kind is not LockEffectKind.Release)
            {
                _analysis.Operations.IgnoresElements = true;
            }
        }
    }

    private IEnumerable<(IInvocationOperation, LockEffect, LockPrimitive?, IOperation)> Effects(IInvocationOperation call)
    {
        MethodContract contract = _analysis.Contracts.Effects(call.TargetMethod, call.Instance?.Type);
        foreach (LockEffect effect in contract.Effects)
        {
            IOperation? @lock = effect.Lock switch
            {
                { Segments.IsEmpty: false } => null,
                { Root: TemplateRoot.This } => call.Instance,
                { Root: TemplateRoot.Parameter, Ordinal: var ordinal } => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value,
                _ => null,
            };
            if (@lock is not null && effect.Kind is LockEffectKind.Acquire or LockEffectKind.Release or LockEffectKind.TryAcquire)
            {
                yield return (call, effect, contract.Primitive, @lock);
            }
        }
    }

    // Neither under a condition nor in a loop within the loop, and nothing ends a turn early.
    private static bool IsInEachTurn(IInvocationOperation call, ILoopOperation loop)
    {
        IOperation? statement = call;
        while (statement is not (null or IExpressionStatementOperation))
        {
            statement = statement.Parent;
        }

        return (statement?.Parent == loop.Body || statement == loop.Body) && !loop.Body.Descendants().Any(static operation => operation is IBranchOperation or IReturnOperation);
    }

    /// <summary>The collection that a lock belongs to an element of, and what leads from the element to it.</summary>
    private static (IOperation Collection, ImmutableArray<PathSegment> Members)? Element(IOperation @lock, ILoopOperation loop)
    {
        ImmutableArray<PathSegment> members = ImmutableArray<PathSegment>.Empty;
        IOperation? operation = @lock;
        for (int steps = 0; operation is not null && steps < AccessPath.MaximumLength; steps++)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IFieldReferenceOperation { Instance: { } instance } field:
                    members = members.Insert(0, new PathSegment(field.Field));
                    operation = instance;
                    break;
                case IPropertyReferenceOperation { Property.IsIndexer: false, Instance: { } instance } property:
                    members = members.Insert(0, new PathSegment(property.Property));
                    operation = instance;
                    break;
                case ILocalReferenceOperation local when loop is IForEachLoopOperation each && loop.Locals.Contains(local.Local):
                    return (Unordered(each.Collection), members);
                case ILocalReferenceOperation local when loop.Body.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(variable => SymbolEqualityComparer.Default.Equals(variable.Symbol, local.Local)) is { Initializer.Value: { } value }:
                    operation = value;
                    break;
                case IArrayElementReferenceOperation { Indices.Length: 1 } element when Varies(element.Indices[0]):
                    return (element.ArrayReference, members);
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments.Length: 1 } indexer when Varies(indexer.Arguments[0].Value):
                    return (instance, members);
                default:
                    return null;
            }
        }

        return null;
    }

    private static IOperation? CollectionOf(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "GetEnumerator", Instance: { } instance } => Unordered(instance),
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => instance,
        _ => null,
    };

    private static bool Varies(IOperation index) => index.DescendantsAndSelf().Any(static operation => operation is ILocalReferenceOperation or IParameterReferenceOperation);

    /// <summary>The collection whose elements are gone through in some order.</summary>
    private static IOperation Unordered(IOperation collection) => collection switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Unordered(conversion.Operand),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "Order" or "OrderDescending" or "Reverse" or "ToArray" or "ToList" or "AsEnumerable" }, Arguments.Length: > 0 } call
            => Unordered(call.Arguments[0].Value),
        _ => collection,
    };
}
