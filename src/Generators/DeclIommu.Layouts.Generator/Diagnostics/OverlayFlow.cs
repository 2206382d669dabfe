using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>Follows, over the control flow graph, which fields have been read through which overlay.</summary>
internal sealed class OverlayFlow
{
    private readonly HashSet<ISymbol> _ownMemory = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _overlays = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IPropertyReferenceOperation, IPropertyReferenceOperation> _found = [];

    /// <summary>A second read, and an earlier one on a path to it.</summary>
    public readonly record struct Fetch(IPropertyReferenceOperation Read, IPropertyReferenceOperation Earlier);

    /// <summary>Every read of a field that a path reaches after another read of it through the same overlay.</summary>
    public static IEnumerable<Fetch> FindDoubleFetches(ControlFlowGraph graph)
    {
        var flow = new OverlayFlow();
        flow.FindMemory(graph);
        flow.Solve(graph);
        return flow._found.Select(static pair => new Fetch(pair.Key, pair.Value)).OrderBy(static fetch => fetch.Read.Syntax.SpanStart);
    }

    // Arrays and stack memory that a local holds from its declaration on belong to the method.
    private void FindMemory(ControlFlowGraph graph)
    {
        foreach (ISimpleAssignmentOperation assignment in Operations(graph).OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is not ILocalReferenceOperation { Local: var local })
            {
                continue;
            }

            if (IsOwn(assignment.Value))
            {
                _ownMemory.Add(local);
            }
            else
            {
                _ownMemory.Remove(local);
            }

            if (assignment.IsRef && Unwrap(assignment.Value) is IInvocationOperation call && DoubleFetchAnalyzer.IsOverlay(call) && !IsOwn(call.Arguments[0].Value))
            {
                _overlays.Add(local);
            }
        }
    }

    private bool IsOwn(IOperation value) => Unwrap(value) switch
    {
        IArrayCreationOperation => true,
        { Syntax.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.StackAllocArrayCreationExpression } => true,
        { Type: IArrayTypeSymbol } => true,
        ILocalReferenceOperation local => _ownMemory.Contains(local.Local),
        _ => false,
    };

    private static IOperation Unwrap(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }

    private void Solve(ControlFlowGraph graph)
    {
        var entry = new ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>>?[graph.Blocks.Length];
        entry[0] = ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>>.Empty;
        var queue = new Queue<BasicBlock>();
        queue.Enqueue(graph.Blocks[0]);
        while (queue.Count > 0)
        {
            BasicBlock block = queue.Dequeue();
            ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> state = Pass(block, entry[block.Ordinal]!);
            foreach (ControlFlowBranch? branch in (ControlFlowBranch?[])[block.FallThroughSuccessor, block.ConditionalSuccessor])
            {
                foreach (BasicBlock next in Targets(graph, branch))
                {
                    ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> joined = Join(entry[next.Ordinal], state);
                    if (!ReferenceEquals(joined, entry[next.Ordinal]))
                    {
                        entry[next.Ordinal] = joined;
                        queue.Enqueue(next);
                    }
                }
            }
        }
    }

    // A branch that leaves a try runs its finally blocks first.
    private static IEnumerable<BasicBlock> Targets(ControlFlowGraph graph, ControlFlowBranch? branch)
    {
        if (branch is null)
        {
            yield break;
        }

        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            yield return graph.Blocks[region.FirstBlockOrdinal];
        }

        if (branch.Destination is { } destination)
        {
            yield return destination;
        }
    }

    private ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> Pass(
        BasicBlock block,
        ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> state)
    {
        foreach (IOperation operation in Operations(block))
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: var target } when OverlayLoop.SymbolOf(target) is { } rebound && !IsThrough(target):
                    state = state.RemoveRange(state.Keys.Where(key => SymbolEqualityComparer.Default.Equals(key.Overlay, rebound)));
                    break;
                case IPropertyReferenceOperation read when IsRead(read) && OverlayOf(read.Instance) is { } overlay:
                    var place = new Key(overlay, read.Property);
                    ImmutableHashSet<IPropertyReferenceOperation> earlier = state.TryGetValue(place, out var known) ? known : ImmutableHashSet<IPropertyReferenceOperation>.Empty;
                    if (!_found.ContainsKey(read)
                        && (earlier.FirstOrDefault(other => other != read) ?? (earlier.Contains(read) && !OverlayLoop.IsFresh(read, block) ? read : null)) is { } first)
                    {
                        _found.Add(read, first);
                    }

                    state = state.SetItem(place, earlier.Add(read));
                    break;
            }
        }

        return state;
    }

    // A value stored through an overlay leaves it where it is.
    private bool IsThrough(IOperation target) =>
        target is ILocalReferenceOperation { Local: { IsRef: true } local } && _overlays.Contains(local) && target.Parent is ISimpleAssignmentOperation { IsRef: false };

    private ISymbol? OverlayOf(IOperation? instance) => instance switch
    {
        ILocalReferenceOperation local when _overlays.Contains(local.Local) => local.Local,

        // T.AsRef(memory).Field: the memory itself names the overlay.
        IInvocationOperation call when DoubleFetchAnalyzer.IsOverlay(call) && !IsOwn(call.Arguments[0].Value) => Unwrap(call.Arguments[0].Value) switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            _ => null,
        },
        _ => null,
    };

    private static bool IsRead(IPropertyReferenceOperation property) =>
        property.Arguments.IsEmpty
        && !(property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property)
        && property.Parent is not INameOfOperation;

    private static IEnumerable<IOperation> Operations(ControlFlowGraph graph) => graph.Blocks.SelectMany(Operations);

    /// <summary>The operations of a block in the order of their execution.</summary>
    public static IEnumerable<IOperation> Operations(BasicBlock block)
    {
        IEnumerable<IOperation> operations = block.Operations.SelectMany(Descend);
        return block.BranchValue is { } value ? operations.Concat(Descend(value)) : operations;
    }

    // Operands before the operation on them: a rebinding takes effect after its value was read.
    private static IEnumerable<IOperation> Descend(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            foreach (IOperation inner in Descend(child))
            {
                yield return inner;
            }
        }

        yield return operation;
    }

    private static ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> Join(
        ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>>? known,
        ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> added)
    {
        if (known is null)
        {
            return added;
        }

        ImmutableDictionary<Key, ImmutableHashSet<IPropertyReferenceOperation>> joined = known;
        foreach (KeyValuePair<Key, ImmutableHashSet<IPropertyReferenceOperation>> pair in added)
        {
            ImmutableHashSet<IPropertyReferenceOperation> reads = known.TryGetValue(pair.Key, out var before) ? before.Union(pair.Value) : pair.Value;
            if (before is null || reads.Count != before.Count)
            {
                joined = joined.SetItem(pair.Key, reads);
            }
        }

        return joined;
    }

    private readonly struct Key(ISymbol overlay, IPropertySymbol property) : System.IEquatable<Key>
    {
        public ISymbol Overlay { get; } = overlay;

        private IPropertySymbol Property { get; } = property;

        public bool Equals(Key other) =>
            SymbolEqualityComparer.Default.Equals(Overlay, other.Overlay) && SymbolEqualityComparer.Default.Equals(Property, other.Property);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() =>
            unchecked((SymbolEqualityComparer.Default.GetHashCode(Overlay) * 31) + SymbolEqualityComparer.Default.GetHashCode(Property));
    }
}
