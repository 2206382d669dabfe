using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.OrderFacts;
using DeclIommu.Analyzers.Words;
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
            var scope = LockScope.Of(start.Compilation, start.Options);
            ContractFileRule.Register(start);
            WordKinds words = SourceWords.Of(start.Compilation);
            bool isActive = scope.Attributes.IsActive;
            if (!isActive && (words & (WordKinds.Locking | WordKinds.LockType)) == 0)
            {
                return;
            }

            // Without contracts it is information, and another analyzer's.
            ObservedOrders? orders = isActive ? new ObservedOrders(start.Compilation, scope) : null;
            var inferred = new InferredRequirements(scope);
            var rules = new OperationRules(scope);
            void Look(MemberBody member, Action<Diagnostic> report, CancellationToken cancellation)
            {
                orders?.Exclude(member.Owner);
                rules.Check(member, report);
                Analyze(member, scope, orders, inferred, report, cancellation);
            }

            if (isActive)
            {
                start.RegisterOperationBlockAction(block =>
                {
                    if (scope.Concerns(block.OwningSymbol, block.OperationBlocks[0].Syntax.SyntaxTree))
                    {
                        Look(new MemberBody(block.OwningSymbol, block.OperationBlocks, block.GetControlFlowGraph), block.ReportDiagnostic, block.CancellationToken);
                    }
                });
            }
            else
            {
                bool hasTypes = (words & WordKinds.LockType) != 0;
                WordKinds kinds = hasTypes ? WordKinds.Locking | WordKinds.LockType : WordKinds.Locking;
                start.RegisterSemanticModelAction(model =>
                {
                    foreach (MemberBody member in MemberBodies.Naming(model.SemanticModel, kinds, hasTypes ? scope.Attributes.Names.Holders : null, model.CancellationToken))
                    {
                        Look(member, model.ReportDiagnostic, model.CancellationToken);
                    }
                });
            }

            if ((words & WordKinds.LockType) != 0)
            {
                CopiedLockRule.Register(start);
            }

            if ((words & WordKinds.LockStatement) != 0)
            {
                InconsistentRule.Register(start, scope, warns: true);
            }

            if (orders is not null)
            {
                start.RegisterCompilationEndAction(orders.Report);
                inferred.Register(start);
                InvalidContractRule.Register(start, scope);
                OverrideRule.Register(start, scope);
                OrderCycleRule.Register(start, scope);
                SuppressionRule.Register(start, scope);
            }
        });
    }

    private static void Analyze(MemberBody member, LockScope scope, ObservedOrders? orders, InferredRequirements inferred, Action<Diagnostic> report, CancellationToken cancellation)
    {
        // The arguments of attributes come as blocks of their own, for types and properties without any other.
        if (member.Blocks.All(static block => block is IAttributeOperation))
        {
            return;
        }

        bool isUnchecked = scope.Contracts.IsUnchecked(member.Owner);
        bool isSuppressed = isUnchecked && scope.Attributes.Has(member.Owner, WellKnownNames.UncheckedLocking);
        if (isUnchecked && !isSuppressed)
        {
            return;
        }

        bool infers = scope.Options.For(member.Tree).Infers;
        if (!LockInterest.Has(member.Owner, member.Blocks, scope, out PlainMember plain) && !infers)
        {
            orders?.Add(member.Owner, plain);
            if (isSuppressed)
            {
                SuppressionRule.ReportUnneeded(scope, member.Owner, report);
            }

            return;
        }

        LockAnalysis analysis = MemberRun.Execute(scope, member, cancellation);
        if (isSuppressed)
        {
            if (!analysis.Log.Diagnostics().Any(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning))
            {
                SuppressionRule.ReportUnneeded(scope, member.Owner, report);
            }

            return;
        }

        orders?.Add(analysis);
        foreach ((AccessPath @lock, Location place) in analysis.Joins.Mismatches())
        {
            analysis.Log.Fault(BalanceRule.JoinMismatch, place, @lock);
        }

        if (analysis.GaveUp)
        {
            analysis.Log.Fault(GaveUpRule.Descriptor, member.Owner.Locations[0], member.Owner.Name);
        }

        if (infers)
        {
            inferred.Add(analysis);
        }

        foreach (Diagnostic diagnostic in analysis.Log.Diagnostics())
        {
            if (!analysis.Withheld.Contains(diagnostic))
            {
                report(diagnostic);
            }
        }
    }
}
