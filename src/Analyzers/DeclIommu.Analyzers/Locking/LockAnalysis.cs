using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>The analysis of one member: what its functions share.</summary>
internal sealed class LockAnalysis
{
    private readonly HashSet<(IMethodSymbol Callee, SyntaxNode Site, int Held)> _calledAt = new();
    private readonly HashSet<ISymbol> _acquiringTasks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _readLocals = new(SymbolEqualityComparer.Default);

    public LockAnalysis(LockScope scope, ISymbol owner, ImmutableArray<IOperation> blocks, CancellationToken cancellation)
    {
        Contracts = scope.Contracts;
        Order = scope.Order;
        Facts = scope.Facts;
        Owner = owner;
        Options = scope.Options.For(blocks[0].Syntax.SyntaxTree);
        Cancellation = cancellation;
        Paths = new PathEvaluator(Contracts, Options);
        Operations = new LockOperations(this);
        Views = new GuardedViews(this);
        Waits = new WaitChecks(this);
        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                switch (operation.Kind)
                {
                    case OperationKind.VariableDeclarator:
                        NoteTask((IVariableDeclaratorOperation)operation);
                        break;
                    case OperationKind.MethodReference:
                        HandedOn.Add(((IMethodReferenceOperation)operation).Method.OriginalDefinition);
                        break;
                    case OperationKind.Invocation:
                        HasWait |= ((IInvocationOperation)operation).TargetMethod is { Name: "Wait", ContainingType.Name: "Monitor" };
                        break;
                    case OperationKind.LocalReference when IsRead(operation):
                        _readLocals.Add(((ILocalReferenceOperation)operation).Local);
                        break;
                }
            }
        }
    }

    public ContractReader Contracts { get; }

    public LockOrder Order { get; }

    public LockOrderFacts Facts { get; }

    /// <summary>The member under analysis: a method, or the field or property of an initializer.</summary>
    public ISymbol Owner { get; }

    public AnalysisOptions Options { get; }

    public CancellationToken Cancellation { get; }

    public PathEvaluator Paths { get; }

    public LockOperations Operations { get; }

    public GuardedViews Views { get; }

    public WaitChecks Waits { get; }

    public LockLog Log { get; } = new();

    public JoinLog Joins { get; } = new();

    public bool GaveUp { get; set; }

    /// <summary>The methods that are made into delegates: who calls them is not seen.</summary>
    public HashSet<ISymbol> HandedOn { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Faults that wait for what the callers hold.</summary>
    public HashSet<Diagnostic> Withheld { get; } = new();

    /// <summary>The orders in which locks were seen to be taken.</summary>
    public List<LockEdge> Edges { get; } = new();

    /// <summary>The locks that the member acquires somewhere.</summary>
    public HashSet<AccessPath> Acquired { get; } = new();

    /// <summary>The methods of this compilation that it calls, with the locks held there.</summary>
    public List<MethodCall> Calls { get; } = new();

    public bool IsConstructor => Owner is IMethodSymbol { MethodKind: MethodKind.Constructor };

    public bool IsStaticConstructor => Owner is IMethodSymbol { MethodKind: MethodKind.StaticConstructor };

    /// <summary>A field or property initializer: nobody else can know the object yet.</summary>
    public bool IsInitializer => Owner is not IMethodSymbol;

    /// <summary>The member belongs to a type that is itself a lock or a scope: it does by other means what its contract says.</summary>
    public bool ImplementsLock => Contracts.Lockable(Owner.ContainingType) is not null || Contracts.IsScope(Owner.ContainingType);

    /// <summary>Whether a Monitor.Wait somewhere makes it worth remembering what was seen before.</summary>
    public bool HasWait { get; }

    /// <summary>True for an await that completes when the lock is acquired: if it throws, the lock is not held.</summary>
    public bool AwaitsAcquisition(IAwaitOperation awaited) => Atoms.Awaited(awaited) switch
    {
        IInvocationOperation call => Acquires(call),
        ILocalReferenceOperation local => _acquiringTasks.Contains(local.Local),
        _ => false,
    };

    private bool Acquires(IInvocationOperation call)
        => Contracts.Effects(call.TargetMethod, call.Instance?.Type) is var contract && (contract.Has(LockEffectKind.Acquire) || contract.Has(LockEffectKind.TryAcquire));

    // A variable that is only assigned is not read.
    private static bool IsRead(IOperation local) => local.Parent is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } || target != local;

    private void NoteTask(IVariableDeclaratorOperation declarator)
    {
        if (declarator is { Initializer.Value: IInvocationOperation call, Symbol: var local } && Acquires(call))
        {
            _acquiringTasks.Add(local);
        }
    }

    public bool IsNeverRead(ILocalSymbol local) => !_readLocals.Contains(local);

    /// <summary>Whether a contract names the lock.</summary>
    public bool IsGuard(AccessPath @lock) => @lock.LastSymbol is { } symbol && Contracts.IsNamedByContract(symbol);

    /// <summary>The kind of lock that a path names, judged by its type.</summary>
    public LockPrimitive PrimitiveOf(AccessPath @lock)
    {
        ITypeSymbol? type = TypeOf(@lock);
        return Contracts.Lockable(type) ?? (type is { SpecialType: SpecialType.System_Object } ? LockPrimitive.Monitor : LockPrimitive.User);
    }

    /// <summary>
    /// Whether acquisitions and releases of a lock are held against each other. A lock without a contract must have a name that stays the
    /// same: what is reached through fields that change or by a computed index may be another object each time.
    /// </summary>
    public bool IsBalanced(AccessPath @lock, LockPrimitive primitive)
    {
        if (IsGuard(@lock))
        {
            return true;
        }

        return primitive.IsStrict && (primitive.Name is not ("Monitor" or "Mutex") || (HasStableOrigin(@lock) && @lock.Segments.All(static segment
            => segment.Symbol is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { Parameters.IsEmpty: true } or IMethodSymbol { Parameters.IsEmpty: true })));
    }

    private static bool HasStableOrigin(AccessPath @lock)
        => @lock.Root is not PathRoot.Value || (@lock.IsRootOnly && @lock.RootSyntax
            is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } or BaseObjectCreationExpressionSyntax or VariableDeclaratorSyntax);

    /// <summary>Less than usual where another member of the type is the other half of an undeclared pair.</summary>
    public DiagnosticSeverity SeverityOfPair(AccessPath @lock, bool isFault, bool isRelease)
        => isFault && !IsGuard(@lock) && (SplitPairs.Exists(Owner, @lock.LastSymbol?.Name ?? @lock.ToString(), isRelease) || (IsPassedToLambda(@lock) && SplitPairs.ExistsInLambda(Owner, isRelease)))
            ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;

    private static bool IsPassedToLambda(AccessPath @lock) => @lock.RootSymbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } };

    /// <summary>A lock that only an exception from a call leaves held.</summary>
    public void RecordUnlikelyLeak(AccessPath @lock, SyntaxNode? site, bool isFault, FlowState state)
    {
        if (site is not null && isFault && Options.ImplicitExceptions)
        {
            Log.Record(BalanceRule.HeldOnException, site.GetLocation(), @lock.ToString(), isFault: true, isSoft: false, DiagnosticSeverity.Info, @lock, " that a call throws");
        }
    }

    public void Record(DiagnosticDescriptor rule, Location location, string key, bool isFault, FlowState state, params object[] arguments)
        => Log.Record(rule, location, key, isFault, state.IsSoft, arguments);

    public static ITypeSymbol? TypeOf(AccessPath path) => path.LastSymbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    public void OnCall(CallSite call, FlowState state)
    {
        IMethodSymbol callee = call.Method;
        SyntaxNode site = call.Operation.Syntax;
        bool isOfInterest = !callee.DeclaringSyntaxReferences.IsEmpty || Facts.IsKnown(callee);
        if (isOfInterest && !state.IsSoft && _calledAt.Add((callee, site, state.Held.Count)))
        {
            var held = new List<AccessPath>();
            foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
            {
                held.Add(entry.Key);
            }

            Calls.Add(new MethodCall(callee.OriginalDefinition, call.Receiver is null ? null : Paths.TryEvaluate(call.Receiver, state), held, site));
        }
    }

    public void OnAcquire(FlowState state, AccessPath @lock, LockPrimitive primitive, SyntaxNode site)
    {
        Acquired.Add(@lock);
        OrderRule.Check(this, state, @lock, site.GetLocation());
        NegativeRule.Check(this, state, @lock, primitive, site.GetLocation());
        foreach (KeyValuePair<AccessPath, HeldLock> entry in state.Held)
        {
            if (!entry.Key.Equals(@lock) && !state.IsSoft && !entry.Value.IsMaybe)
            {
                Edges.Add(new LockEdge(entry.Key, @lock, site));
            }
        }
    }
}
