using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>What each operation of a function does to references.</summary>
internal sealed class ReferenceTransfer : IFlowTransfer
{
    private readonly ReferenceAnalysis _analysis;
    private readonly VariableTransfer _variables;
    private readonly CallOwnership _calls;
    private readonly Stores _stores;
    private readonly Lifetimes _lifetimes;
    private readonly NestedBodies _nested;

    public ReferenceTransfer(ReferenceAnalysis analysis, NestedBodies nested)
    {
        _analysis = analysis;
        _nested = nested;
        _variables = new VariableTransfer(analysis.Locks.Paths, analysis.Objects.Of);
        _stores = new Stores(analysis, _variables);
        _calls = new CallOwnership(analysis, _variables, _stores);
        _lifetimes = new Lifetimes(analysis);
    }

    public void Apply(IOperation operation, FlowState before, List<FlowState> after)
    {
        int first = after.Count;
        before = SharedObjects.Prune(before);
        foreach (IReferenceRule rule in _analysis.Rules)
        {
            rule.Check(operation, before);
        }

        FlowState state = _analysis.Objects.IsRenewed(operation) ? Renew(operation, before) : before;
        state = Escapes.Apply(_analysis, operation, state);
        switch (operation)
        {
            case IInvocationOperation call:
                Invoke(call, state, after);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                _calls.Apply(new CallSite(creation, constructor, null, creation.Arguments), state, after);
                break;
            case IPropertyReferenceOperation { Property: var property } reference when AccessClassifier.Classify(reference) is AccessUsage.Read && property.GetMethod is { } getter:
                _calls.Apply(new CallSite(reference, getter, reference.Instance, reference.Arguments), state, after);
                break;
            case ISimpleAssignmentOperation or IFlowCaptureOperation or IIsPatternOperation or IDeconstructionAssignmentOperation:
                _stores.Apply(operation, state, after);
                break;
            case IFlowAnonymousFunctionOperation lambda:
                after.Add(_nested.Created(lambda, state));
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } reference:
                after.Add(_nested.Referenced(reference, state));
                break;
            default:
                _variables.Apply(operation, state, after);
                break;
        }

        for (int i = first; i < after.Count; i++)
        {
            after[i] = After(operation, after[i]);
        }
    }

    private FlowState After(IOperation operation, FlowState state)
    {
        state = _analysis.Narrowings.After(operation, _analysis.Shared.After(operation, state));
        state = _analysis.Counts.After(operation, state);
        return _analysis.Guards.After(operation, _analysis.Elements.After(operation, state));
    }

    public FlowState? Refine(IOperation condition, bool outcome, FlowState state)
        => ConditionEvaluator.Refine(condition, outcome, state) is { } refined && NullTests.Refine(_analysis, condition, outcome, refined) is { } possible
            ? _analysis.Exchanges.Refine(condition, outcome, _analysis.Guards.Refine(condition, outcome, _analysis.Counts.Refine(condition, outcome, _analysis.Elements.Refine(condition, outcome, possible))))
            : null;

    public bool AcceptsTurn(LoopHead head, FlowState back) => true;

    public bool MayThrow(IOperation operation) => operation switch
    {
        IInvocationOperation call => !HarmlessCalls.Includes(call, _analysis),
        IObjectCreationOperation creation => !HarmlessCalls.Includes(creation),
        IAwaitOperation => true,
        _ => false,
    };

    public FlowState Throw(IOperation operation, FlowState before) => _calls.Throw(operation, before);

    public FlowState EndStatement(IOperation statement, FlowState state) => _lifetimes.Collect(state);

    public FlowState Return(IOperation? value, FlowState state)
    {
        if (value is null || _analysis.Objects.TryOf(value, state) is not { } returned)
        {
            return state;
        }

        _analysis.Exchanges.Return(value, state);
        return state.SetValue(Lifetimes.Returned, returned);
    }

    public FlowState Leave(ControlFlowRegion region, FlowState state) => _lifetimes.End(region, state);

    public FlowState EnterLock(ILockOperation statement, FlowState state)
    {
        IOperation value = statement.LockedValue;
        LockPrimitive primitive = PrimitiveContracts.PrimitiveOf(value.Type) is { Name: "Lock" } known ? known : LockPrimitive.Monitor;
        AccessPath path = _analysis.Locks.Paths.Evaluate(value, state);
        _analysis.CleanUp.Takes(path);
        FlowState entered = _analysis.Locks.Operations.Acquire(state, path, LockMode.Exclusive, LockOrigin.Lexical, primitive, value.Syntax);
        return entered with { Lexical = new LexicalLock(statement.Syntax, path, state.Lexical) };
    }

    public FlowState LeaveLock(FlowState state)
    {
        LexicalLock lexical = state.Lexical!;
        FlowState left = _analysis.Locks.Operations.Release(state, lexical.Lock, LockMode.Exclusive, LockPrimitive.Monitor, lexical.Statement, isLexical: true);
        return left with { Lexical = lexical.Outer };
    }

    private void Invoke(IInvocationOperation call, FlowState state, List<FlowState> after)
    {
        // The calls of a lowered lock statement: the statement itself is what counts.
        if (call.IsImplicit && (call.Syntax as LockStatementSyntax ?? call.Syntax.Parent) is LockStatementSyntax)
        {
            after.Add(state);
            return;
        }

        int first = after.Count;
        if (_variables.Assume(call, state, after))
        {
            for (int i = first; i < after.Count; i++)
            {
                after[i] = Assume(call, after[i]);
            }

            return;
        }

        if (_nested.Inline(call, state, after))
        {
            return;
        }

        var called = new List<FlowState>();
        foreach (FlowState ready in _nested.RunImmediate(call, state))
        {
            _calls.Apply(new CallSite(call, CallTarget.Of(call), call.Instance, call.Arguments), ready, called);
        }

        foreach (FlowState possible in called)
        {
            foreach (FlowState drained in _analysis.Elements.After(call, possible))
            {
                after.AddRange(_analysis.Exchanges.Split(call, drained));
            }
        }
    }

    /// <summary>What a call teaches that returned and returns only if its argument is what it should be.</summary>
    private FlowState Assume(IInvocationOperation call, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            AttributeData? data = argument.Parameter?.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name is "DoesNotReturnIfAttribute");
            state = data is { ConstructorArguments.Length: 1 } && data.ConstructorArguments[0].Value is bool refused ? Refine(argument.Value, !refused, state) ?? state : state;
        }

        return state;
    }

    /// <summary>A place that gives an object gives another one the next time it is passed.</summary>
    private FlowState Renew(IOperation operation, FlowState state)
    {
        if (_analysis.Objects.TryOf(operation, state) is not { Root: PathRoot.Value, RootSyntax: { } syntax, Generation: 0 } path)
        {
            return state;
        }

        return state.Rename(path, path.Rebase(AccessPath.Value(syntax), AccessPath.Value(syntax, generation: 1)));
    }
}
