using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Flow;

/// <summary>
/// Carries states along every edge of a control flow graph to a fixed point. States that differ are kept apart as long as they are
/// few, so a lock taken under a condition is still known to be taken where the same condition is asked again.
/// </summary>
internal sealed class FlowEngine
{
    private const int StepsPerBlock = 400;

    private readonly ControlFlowGraph _graph;
    private readonly IFlowTransfer _transfer;
    private readonly LexicalLocks _locks;
    private readonly ExitLocator _exits;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<IOperation, FlowStatement> _statements = new();
    private readonly Dictionary<int, ImmutableArray<ILockOperation>?> _locksAtBlock = new();
    private readonly Dictionary<int, LoopHead> _loopHeads = new();
    private readonly HashSet<FlowExit> _seenExits = new();
    private List<FlowState> _spare = new();
    private int _stepsLeft;

    public FlowEngine(ControlFlowGraph graph, IFlowTransfer transfer, LexicalLocks locks, CancellationToken cancellation)
    {
        _graph = graph;
        _transfer = transfer;
        _locks = locks;
        _exits = new ExitLocator(graph);
        _cancellation = cancellation;
        _stepsLeft = StepsPerBlock * graph.Blocks.Length;
    }

    /// <summary>True if the body was too large to finish.</summary>
    public bool GaveUp { get; private set; }

    public List<FlowExit> Exits { get; } = new();

    public void Run(IEnumerable<FlowState> entry)
    {
        var run = new RegionRun(0, _graph.Blocks.Length - 1, outer: null);
        foreach (FlowState state in entry)
        {
            run.Add(0, state);
        }

        Loop(run);
    }

    private void Loop(RegionRun run)
    {
        while (run.TryTake(out int ordinal, out List<FlowState> states))
        {
            _cancellation.ThrowIfCancellationRequested();
            BasicBlock block = _graph.Blocks[ordinal];
            if (block.Kind is BasicBlockKind.Exit)
            {
                continue;
            }

            foreach (FlowState state in states)
            {
                if (--_stepsLeft < 0)
                {
                    GaveUp = true;
                    return;
                }

                RunBlock(run, block, state);
            }
        }
    }

    private void RunBlock(RegionRun run, BasicBlock block, FlowState state)
    {
        var states = new List<FlowState> { state };
        var thrown = new List<FlowState>();
        foreach (IOperation operation in block.Operations)
        {
            states = Step(operation, states, thrown);
        }

        if (block.BranchValue is { } value)
        {
            states = Step(value, states, thrown, keepResults: true);
        }

        if (thrown.Count > 0)
        {
            Throw(run, block, block.EnclosingRegion, thrown.Select(static soft => soft with { IsSoft = true }).ToList(), thrownType: null, site: null);
        }

        if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
        {
            bool outcome = block.ConditionKind is ControlFlowConditionKind.WhenTrue;
            Follow(run, block, conditional, Refined(condition, outcome, states));
            Follow(run, block, block.FallThroughSuccessor, Refined(condition, !outcome, states));
            return;
        }

        Follow(run, block, block.FallThroughSuccessor, states);
    }

    private List<FlowState> Step(IOperation root, List<FlowState> states, List<FlowState> thrown, bool keepResults = false)
    {
        if (!_statements.TryGetValue(root, out FlowStatement? statement))
        {
            _statements.Add(root, statement = new FlowStatement(root, _transfer, _locks));
        }

        if (!_locks.IsEmpty)
        {
            Replace(states, state => AlignLocks(state, statement.Around));
        }

        foreach ((IOperation operation, bool mayThrow) in statement.Operations)
        {
            List<FlowState> after = _spare;
            after.Clear();
            foreach (FlowState state in states)
            {
                if (mayThrow)
                {
                    AddMerged(thrown, _transfer.Throw(operation, state));
                }

                _transfer.Apply(operation, state, after);
            }

            _spare = states;
            states = after;
        }

        foreach (ILockOperation empty in statement.EmptyLocks)
        {
            Replace(states, state => _transfer.LeaveLock(_transfer.EnterLock(empty, state)));
        }

        if (!keepResults)
        {
            Replace(states, state => _transfer.EndStatement(root, FlowResults.Forget(state)));
        }

        return states;
    }

    private static void Replace(List<FlowState> states, Func<FlowState, FlowState> change)
    {
        for (int i = 0; i < states.Count; i++)
        {
            states[i] = change(states[i]);
        }
    }

    private List<FlowState> Refined(IOperation condition, bool outcome, List<FlowState> states)
    {
        var refined = new List<FlowState>(states.Count);
        foreach (FlowState state in states)
        {
            if (_transfer.Refine(condition, outcome, state) is { } possible)
            {
                refined.Add(_transfer.EndStatement(condition, FlowResults.Forget(possible)));
            }
        }

        return refined;
    }

    private void Follow(RegionRun run, BasicBlock from, ControlFlowBranch? branch, List<FlowState> states)
    {
        if (branch is null || states.Count == 0)
        {
            return;
        }

        if (branch.Destination is not { } destination)
        {
            switch (branch.Semantics)
            {
                case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                    Throw(run, from, from.EnclosingRegion, states, ThrownType(from), from);
                    break;
                case ControlFlowBranchSemantics.StructuredExceptionHandling when run.Outer is not null && from.Ordinal <= run.Last:
                    AddMerged(run.Ends, states);
                    break;
            }

            return;
        }

        if (branch.Semantics is ControlFlowBranchSemantics.Return)
        {
            states = states.ConvertAll(state => _transfer.Return(from.BranchValue, state));
        }

        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            states = RunFinally(run, region, states);
        }

        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            states = states.ConvertAll(state => _transfer.Leave(region, state));
        }

        if (destination.Kind is BasicBlockKind.Exit)
        {
            IOperation? value = branch.Semantics is ControlFlowBranchSemantics.Return ? from.BranchValue : null;
            Location location = _exits.Locate(from, branch);
            states.ForEach(state => AddExit(new FlowExit(state, location, value, IsExceptional: false)));
            return;
        }

        bool isBack = destination.Ordinal <= from.Ordinal;
        foreach (FlowState state in states)
        {
            FlowState arriving = Arrive(destination, state);
            LoopHead head = LoopHead(destination);
            if (!isBack)
            {
                head.Entry.Add(arriving);
            }
            else if (!_transfer.AcceptsTurn(head, arriving))
            {
                continue;
            }

            run.Owning(destination.Ordinal).Add(destination.Ordinal, arriving);
        }
    }

    private LoopHead LoopHead(BasicBlock block)
    {
        if (!_loopHeads.TryGetValue(block.Ordinal, out LoopHead? head))
        {
            _loopHeads.Add(block.Ordinal, head = new LoopHead(block));
        }

        return head;
    }

    private List<FlowState> RunFinally(RegionRun run, ControlFlowRegion region, List<FlowState> states)
    {
        RegionRun owner = run.Owning(region.FirstBlockOrdinal);
        var ends = new List<FlowState>();
        foreach (FlowState state in states)
        {
            if (!owner.FinallyResults.TryGetValue((region, state), out List<FlowState>? result))
            {
                // Entered first, so that a finally that throws into itself ends.
                owner.FinallyResults.Add((region, state), new List<FlowState>());
                var inner = new RegionRun(region.FirstBlockOrdinal, region.LastBlockOrdinal, owner);
                BasicBlock first = _graph.Blocks[region.FirstBlockOrdinal];
                inner.Add(first.Ordinal, Arrive(first, state));
                Loop(inner);
                owner.FinallyResults[(region, state)] = result = inner.Ends;
            }

            AddMerged(ends, result, mergeKnown: false);
        }

        return ends;
    }

    private void Throw(RegionRun run, BasicBlock from, ControlFlowRegion innermost, List<FlowState> states, ITypeSymbol? thrownType, BasicBlock? site)
    {
        // The root of a nested function lies in a region of the function around it.
        for (ControlFlowRegion? region = innermost; region is not null && region.Kind is not ControlFlowRegionKind.Root && states.Count > 0; region = region.EnclosingRegion)
        {
            if (region.Kind is not ControlFlowRegionKind.Try || region.EnclosingRegion is not { } whole)
            {
                continue;
            }

            foreach (ControlFlowRegion handler in whole.NestedRegions)
            {
                if (handler.Kind is ControlFlowRegionKind.Finally)
                {
                    states = RunFinally(run, handler, states);
                }
                else if (handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                {
                    CatchMatch match = ExceptionTypes.Match(thrownType, handler);
                    if (match is CatchMatch.No)
                    {
                        continue;
                    }

                    BasicBlock first = _graph.Blocks[handler.FirstBlockOrdinal];
                    states.ForEach(state => run.Owning(first.Ordinal).Add(first.Ordinal, Arrive(first, state)));
                    if (match is CatchMatch.Always)
                    {
                        return;
                    }

                    states = match is CatchMatch.IfFilterHolds ? states.Where(state => !SurelyHolds(handler.NestedRegions[0], state)).ToList() : states;
                }
            }
        }

        Location location = site is null ? Location.None : _exits.LocateThrow(from);
        states.ForEach(state => AddExit(new FlowExit(AlignLocks(state, ImmutableArray<ILockOperation>.Empty), location, null, IsExceptional: true) { Thrown = thrownType }));
    }

    private bool SurelyHolds(ControlFlowRegion filter, FlowState state)
        => filter.FirstBlockOrdinal == filter.LastBlockOrdinal && ConditionEvaluator.Evaluate(_graph.Blocks[filter.FirstBlockOrdinal].BranchValue, state)?.EqualTo(true) is true;

    private ITypeSymbol? ThrownType(BasicBlock block) => block.BranchValue switch
    {
        IConversionOperation conversion => conversion.Operand.Type,
        { } value => value.Type,
        _ => null,
    };

    private void AddExit(FlowExit exit)
    {
        FlowState aligned = AlignLocks(exit.State, ImmutableArray<ILockOperation>.Empty);
        exit = exit with { State = aligned };
        if (_seenExits.Add(exit))
        {
            Exits.Add(exit);
        }
    }

    private FlowState Arrive(BasicBlock block, FlowState state)
    {
        if (_locks.IsEmpty)
        {
            return state;
        }

        if (!_locksAtBlock.TryGetValue(block.Ordinal, out ImmutableArray<ILockOperation>? around))
        {
            IOperation? first = block.Operations.IsEmpty ? block.BranchValue : block.Operations[0];
            _locksAtBlock.Add(block.Ordinal, around = first is null ? null : _locks.Around(first.Syntax));
        }

        return around is { } known ? AlignLocks(state, known) : state;
    }

    private FlowState AlignLocks(FlowState state, ImmutableArray<ILockOperation> around)
    {
        while (state.Lexical is { } lexical && !around.Any(statement => ReferenceEquals(statement.Syntax, lexical.Statement)))
        {
            state = _transfer.LeaveLock(state);
        }

        foreach (ILockOperation statement in around)
        {
            if (!IsInside(state.Lexical, statement))
            {
                state = _transfer.EnterLock(statement, state);
            }
        }

        return state;
    }

    private static bool IsInside(LexicalLock? lexical, ILockOperation statement)
    {
        for (; lexical is not null; lexical = lexical.Outer)
        {
            if (ReferenceEquals(lexical.Statement, statement.Syntax))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds states, those with equal locks as one: for what an exception finds, the rest rarely matters.</summary>
    private static void AddMerged(List<FlowState> target, List<FlowState> states, bool mergeKnown = true) => states.ForEach(state => AddMerged(target, state, mergeKnown));

    private static void AddMerged(List<FlowState> target, FlowState state, bool mergeKnown = true)
    {
        for (int i = 0; i < target.Count; i++)
        {
            if (mergeKnown ? target[i].HoldsSameAs(state) : target[i].Equals(state))
            {
                target[i] = target[i].Merge(state);
                return;
            }
        }

        target.Add(state);
    }
}
