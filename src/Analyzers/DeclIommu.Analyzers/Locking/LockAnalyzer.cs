using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.Locking;

/// <summary>Runs the flow of each member that has to do with locks, once for all rules that need it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        GuardedMemberRule.Read,
        GuardedMemberRule.Write,
        GuardedMemberRule.Pointee,
        CallContractRule.Requires,
        CallContractRule.Excludes,
        BalanceRule.DoubleAcquire,
        BalanceRule.ReleaseNotHeld,
        BalanceRule.HeldAtEnd,
        BalanceRule.HeldOnException,
        BalanceRule.NotHeldAtEnd,
        BalanceRule.JoinMismatch,
        BalanceRule.LoopMismatch,
        BalanceRule.ModeMismatch,
        BalanceRule.UncheckedTry,
        SuspensionRule.Descriptor,
        EscapeRule.Descriptor,
        SignalRule.Descriptor,
        OrderRule.Descriptor,
        NegativeRule.Descriptor,
        OrderCycleRule.Descriptor,
        ObservedOrder.Descriptor,
        OverrideRule.Descriptor,
        InvalidContractRule.Descriptor,
        UnsuitableLockRule.Descriptor,
        CopiedLockRule.Descriptor,
        DelegateContractRule.Descriptor,
        PublicationRule.Descriptor,
        InconsistentRule.Descriptor,
        SuppressionRule.Descriptor,
        BlockingRule.Descriptor,
        GaveUpRule.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(static start =>
        {
            var scope = new LockScope(start.Compilation, start.Options);
            var observed = new ObservedOrder(scope);
            start.RegisterOperationBlockAction(block => Analyze(block, scope, observed));
            start.RegisterCompilationEndAction(observed.Report);
            InvalidContractRule.Register(start, scope);
            ContractFileRule.Register(start);
            OverrideRule.Register(start, scope);
            OrderCycleRule.Register(start, scope);
            UnsuitableLockRule.Register(start, scope);
            CopiedLockRule.Register(start, scope);
            PublicationRule.Register(start, scope);
            InconsistentRule.Register(start, scope);
            SuppressionRule.Register(start, scope);
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, LockScope scope, ObservedOrder observed)
    {
        ContractReader contracts = scope.Contracts;
        bool isUnchecked = contracts.IsUnchecked(context.OwningSymbol);
        bool isSuppressed = isUnchecked && scope.Attributes.Has(context.OwningSymbol, WellKnownNames.UncheckedLocking);
        if ((isUnchecked && !isSuppressed) || !LockInterest.Has(context.OwningSymbol, context.OperationBlocks, contracts))
        {
            if (isSuppressed)
            {
                SuppressionRule.ReportUnneeded(scope, context.OwningSymbol, context.ReportDiagnostic);
            }

            return;
        }

        var analysis = new LockAnalysis(contracts, scope.Order, context.OwningSymbol, scope.Options.For(context.OperationBlocks[0].Syntax.SyntaxTree), context.OperationBlocks, context.CancellationToken);
        var seen = new HashSet<IOperation>();
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block is IBlockOperation or IFieldInitializerOperation or IPropertyInitializerOperation && seen.Add(Root(block)))
            {
                Run(analysis, context.GetControlFlowGraph(block));
            }
        }

        if (isSuppressed)
        {
            if (!analysis.Log.Diagnostics().Any(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning))
            {
                SuppressionRule.ReportUnneeded(scope, context.OwningSymbol, context.ReportDiagnostic);
            }

            return;
        }

        observed.Add(analysis);
        foreach ((AccessPath @lock, Location place) in analysis.Joins.Mismatches())
        {
            analysis.Log.Fault(BalanceRule.JoinMismatch, place, @lock);
        }

        if (analysis.GaveUp)
        {
            analysis.Log.Fault(GaveUpRule.Descriptor, context.OwningSymbol.Locations[0], context.OwningSymbol.Name);
        }

        foreach (Diagnostic diagnostic in analysis.Log.Diagnostics())
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static void Run(LockAnalysis analysis, ControlFlowGraph graph)
    {
        var method = analysis.Owner as IMethodSymbol;
        MethodContract contract = method is null ? MethodContract.Empty : analysis.Contracts.Effects(method);
        new FunctionRun(analysis, graph, method, contract, outer: null).Run(FlowState.Empty);
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }
}
