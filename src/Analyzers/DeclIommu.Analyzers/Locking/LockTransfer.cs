using System.Collections.Generic;
using System.Collections.Immutable;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What each operation of a function does to a state, and which rules look at it.</summary>
internal sealed class LockTransfer : IFlowTransfer
{
    private readonly LockAnalysis _analysis;
    private readonly AccessChecks _accesses;
    private readonly CallEffects _calls;
    private readonly VariableTransfer _variables;
    private readonly SuspensionRule _suspension;
    private readonly NestedFunctions _nested;
    private readonly ElementLoops _elements;

    public LockTransfer(LockAnalysis analysis, NestedFunctions nested, ControlFlowGraph graph)
    {
        _elements = new ElementLoops(analysis, graph);
        _analysis = analysis;
        _accesses = new AccessChecks(analysis);
        _calls = new CallEffects(analysis);
        _variables = new VariableTransfer(analysis.Paths);
        _suspension = new SuspensionRule(analysis);
        _nested = nested;
    }

    public void Apply(IOperation operation, FlowState before, List<FlowState> after)
    {
        before = _elements.Before(operation, before);
        _accesses.Check(operation, before);
        FlowState state = _analysis.Waits.Pass(operation, Escape(operation, before));
        _analysis.Views.Note(operation, state);
        switch (operation)
        {
            case ILocalReferenceOperation local:
                _nested.Used(local, state);
                after.Add(state);
                break;
            case IInvocationOperation call:
                Invoke(call, _variables.Renew(call, state), after);
                break;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                state = _variables.Renew(creation, state);
                Call(new CallSite(creation, constructor, null, creation.Arguments), state, after);
                break;
            case IPropertyReferenceOperation reference:
                Access(reference, state, after);
                break;
            case IFlowAnonymousFunctionOperation lambda:
                _nested.Created(lambda, state);
                after.Add(state);
                break;
            case IMethodReferenceOperation reference:
                _nested.Referenced(reference, state, this);
                after.Add(state);
                break;
            case IAwaitOperation or IReturnOperation { Kind: OperationKind.YieldReturn }:
                _suspension.Check(operation, state);
                after.Add(state);
                break;
            default:
                Compute(operation, state, after);
                break;
        }
    }

    public FlowState? Refine(IOperation condition, bool outcome, FlowState state)
    {
        // The null check that a using statement adds: a scope in use is not null.
        bool isDisposalCheck = condition is IIsNullOperation { IsImplicit: true } isNull && IsScope(isNull.Operand, state);
        if (isDisposalCheck)
        {
            return outcome ? null : state;
        }

        return ConditionEvaluator.Refine(condition, outcome, state) is { } refined ? _analysis.Waits.Test(condition, refined) : null;
    }

    public bool AcceptsTurn(LoopHead head, FlowState back) => LoopChecks.Check(_analysis, head, back);

    public bool MayThrow(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true }, Instance: { } scope } when IsScope(scope) => false,
        IInvocationOperation call => !_analysis.Contracts.Effects(call.TargetMethod, call.Instance?.Type).Has(LockEffectKind.Release)
            && call.TargetMethod.Name is not "ConfigureAwait" && !_analysis.Options.NonThrowingMethods.Contains(call.TargetMethod.Name),
        IAwaitOperation awaited => !_analysis.AwaitsAcquisition(awaited),
        IObjectCreationOperation creation => creation.Syntax.Parent is not (ThrowStatementSyntax or ThrowExpressionSyntax),
        _ => false,
    };

    public FlowState Throw(IOperation operation, FlowState before) => before;

    public FlowState EndStatement(IOperation statement, FlowState state) => state;

    public FlowState Return(IOperation? value, FlowState state) => state;

    public FlowState Leave(ControlFlowRegion region, FlowState state) => state;

    public FlowState EnterLock(ILockOperation statement, FlowState state)
    {
        IOperation value = statement.LockedValue;
        LockPrimitive primitive = PrimitiveContracts.PrimitiveOf(value.Type) is { Name: "Lock" } known ? known : LockPrimitive.Monitor;
        AccessPath path = _analysis.Paths.Evaluate(value, state);
        FlowState entered = _analysis.Operations.Acquire(state, path, LockMode.Exclusive, LockOrigin.Lexical, primitive, value.Syntax);
        return entered with { Lexical = new LexicalLock(statement.Syntax, path, state.Lexical) };
    }

    public FlowState LeaveLock(FlowState state)
    {
        LexicalLock lexical = state.Lexical!;
        FlowState left = _analysis.Operations.Release(state, lexical.Lock, LockMode.Exclusive, LockPrimitive.Monitor, lexical.Statement, isLexical: true);
        return left with { Lexical = lexical.Outer };
    }

    /// <summary>Applies the contract of a call.</summary>
    public void Call(CallSite call, FlowState state, List<FlowState> after)
    {
        _analysis.OnCall(call, state);
        MethodContract contract = _analysis.Contracts.Effects(call.Method, call.Receiver?.Type);
        if (contract.IsEmpty)
        {
            after.Add(state);
            return;
        }

        _calls.Apply(call, contract, state, after);
    }

    private void Compute(IOperation operation, FlowState state, List<FlowState> after)
    {
        if (ImplicitCalls.Of(operation) is not { } call)
        {
            _variables.Apply(operation, state, after);
            return;
        }

        var called = new List<FlowState>();
        Call(call, state, called);
        called.ForEach(returned => _variables.Apply(operation, returned, after));
    }

    private void Invoke(IInvocationOperation call, FlowState state, List<FlowState> after)
    {
        // The calls of a lowered lock statement: the statement itself is what counts.
        if (call.IsImplicit && (call.Syntax as LockStatementSyntax ?? call.Syntax.Parent) is LockStatementSyntax)
        {
            after.Add(state);
            return;
        }

        if (_elements.After(call, state) is { } done)
        {
            after.Add(_variables.PassByReference(call, done));
            return;
        }

        if (_variables.Assume(call, state, after))
        {
            return;
        }

        BlockingRule.Check(_analysis, call, state);
        state = _nested.RunImmediate(call, state);
        RequireOfLambdas(call, state);
        state = _variables.PassByReference(call, state);
        if (_nested.Inline(call, state, after))
        {
            return;
        }

        if (_nested.ContractOf(call, state) is { } own)
        {
            _calls.Apply(new CallSite(call, own.Lambda, null, call.Arguments), own.Contract, state, after);
            return;
        }

        if (call is { TargetMethod: { Name: "Dispose", Parameters.IsEmpty: true }, Instance: { } scope } && IsScope(scope, state))
        {
            _calls.Apply(new CallSite(call, call.TargetMethod, scope, call.Arguments), MethodContract.Disposal, state, after);
            return;
        }

        Call(new CallSite(call, call.TargetMethod, call.Instance, call.Arguments), state, after);
    }

    /// <summary>A lambda with a contract of its own that the call runs at once: its demands are those of the call.</summary>
    private void RequireOfLambdas(IInvocationOperation call, FlowState state)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (ImmediateDelegates.FunctionOf(argument.Value) is IFlowAnonymousFunctionOperation lambda && _analysis.Contracts.Effects(lambda.Symbol) is { IsEmpty: false } contract
                && ImmediateDelegates.IsImmediate(argument, _analysis.Contracts, _analysis.Options))
            {
                _calls.Apply(new CallSite(lambda, lambda.Symbol, null, ImmutableArray<IArgumentOperation>.Empty), contract, state, new List<FlowState>());
            }
        }
    }

    private bool IsScope(IOperation value, FlowState state) => IsScope(value) || state.Scopes.Contains(_analysis.Paths.Evaluate(value, state));

    private bool IsScope(IOperation value) => _analysis.Contracts.IsScope((value is IConversionOperation conversion ? conversion.Operand : value).Type);

    private void Access(IPropertyReferenceOperation reference, FlowState state, List<FlowState> after)
    {
        bool isWrite = AccessClassifier.Classify(reference) is AccessUsage.Write;
        IMethodSymbol? accessor = isWrite ? reference.Property.SetMethod ?? reference.Property.GetMethod : reference.Property.GetMethod;
        if (accessor is null || AccessClassifier.Classify(reference) is AccessUsage.None)
        {
            after.Add(state);
            return;
        }

        BlockingRule.Check(_analysis, reference, state);
        Call(new CallSite(reference, accessor, reference.Instance, reference.Arguments), state, after);
    }

    /// <summary>In a constructor: from here on others may know the object.</summary>
    private FlowState Escape(IOperation operation, FlowState state)
    {
        if (!_analysis.IsConstructor || state.ThisEscaped)
        {
            return state;
        }

        bool escapes = operation switch
        {
            IArgumentOperation { Value: var value, Parent: not IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor } } => IsThis(value, state),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target, Value: var value } => IsThis(value, state) && !IsThis(target.Instance, state),
            IDelegateCreationOperation creation => CapturesThis(creation.Target, state) && IsHandedOn(creation, state),
            IInvocationOperation { TargetMethod: { IsVirtual: true } or { IsAbstract: true }, Instance: { } instance, IsVirtual: true } => IsThis(instance, state),
            _ => false,
        };
        return escapes ? state with { ThisEscaped = true } : state;
    }

    private bool CapturesThis(IOperation target, FlowState state) => target switch
    {
        IMethodReferenceOperation reference => IsThis(reference.Instance, state),
        IFlowAnonymousFunctionOperation lambda => _nested.CapturesThis(lambda),
        _ => false,
    };

    /// <summary>Whether a delegate goes to a method that may keep it, an event or a member of another object. What a new object is given stays with it.</summary>
    private bool IsHandedOn(IOperation @delegate, FlowState state) => @delegate.Parent switch
    {
        IConversionOperation conversion => IsHandedOn(conversion, state),
        IArgumentOperation { Parent: IInvocationOperation } argument => !ImmediateDelegates.IsImmediate(argument, _analysis.Contracts, _analysis.Options),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation @event } => !IsThis(@event.Instance, state),
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => !IsThis(target.Instance, state),
        _ => false,
    };

    private bool IsThis(IOperation? value, FlowState state) => value is not null && AccessPath.This.Equals(_analysis.Paths.TryEvaluate(value, state));
}
