using System.Collections.Immutable;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.OrderFacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
        ObservedOrderRule.Descriptor,
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
            var scope = new LockScope(start.Compilation, start.Options.AdditionalFiles, start.Options.AnalyzerConfigOptionsProvider);
            ContractFileRule.Register(start);
            WordKinds words = SourceWords.Of(start.Compilation);
            bool isActive = scope.Attributes.IsActive;
            if (!isActive && (words & (WordKinds.Locking | WordKinds.LockType)) == 0)
            {
                return;
            }

            var observed = new LockOrderGraph(scope.Facts);
            var inferred = new InferredRequirements(scope);
            var rules = new OperationRules(scope);
            bool walksAll = isActive || (words & WordKinds.LockType) != 0;
            start.RegisterOperationBlockAction(block =>
            {
                if (walksAll || scope.Concerns(block.OperationBlocks[0].Syntax.SyntaxTree))
                {
                    rules.Check(block.OwningSymbol, block.OperationBlocks, block.ReportDiagnostic);
                    Analyze(block, scope, observed, inferred);
                }
            });
            start.RegisterCompilationEndAction(end => ObservedOrderRule.Report(end, scope, observed));
            CopiedLockRule.Register(start);
            InconsistentRule.Register(start, scope);
            if (isActive)
            {
                inferred.Register(start);
                InvalidContractRule.Register(start, scope);
                OverrideRule.Register(start, scope);
                OrderCycleRule.Register(start, scope);
                SuppressionRule.Register(start, scope);
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, LockScope scope, LockOrderGraph observed, InferredRequirements inferred)
    {
        // The arguments of attributes come as blocks of their own, for types and properties without any other.
        if (!scope.Concerns(context.OperationBlocks[0].Syntax.SyntaxTree) || context.OperationBlocks.All(static block => block is IAttributeOperation))
        {
            return;
        }

        bool isUnchecked = scope.Contracts.IsUnchecked(context.OwningSymbol);
        bool isSuppressed = isUnchecked && scope.Attributes.Has(context.OwningSymbol, WellKnownNames.UncheckedLocking);
        if (isUnchecked && !isSuppressed)
        {
            return;
        }

        bool infers = scope.Options.For(context.OperationBlocks[0].Syntax.SyntaxTree).Infers;
        if (!LockInterest.Has(context.OwningSymbol, context.OperationBlocks, scope, out PlainMember plain) && !infers)
        {
            observed.Add(context.OwningSymbol, plain);
            if (isSuppressed)
            {
                SuppressionRule.ReportUnneeded(scope, context.OwningSymbol, context.ReportDiagnostic);
            }

            return;
        }

        LockAnalysis analysis = MemberRun.Execute(scope, context.OwningSymbol, context.OperationBlocks, context.GetControlFlowGraph, context.CancellationToken);
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

        if (infers)
        {
            inferred.Add(analysis);
        }

        foreach (Diagnostic diagnostic in analysis.Log.Diagnostics())
        {
            if (!analysis.Withheld.Contains(diagnostic))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }
    }
}
