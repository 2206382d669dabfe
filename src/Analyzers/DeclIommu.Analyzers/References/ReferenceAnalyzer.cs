using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Analyzers.References;

/// <summary>Finds references that are not released exactly once, and what else goes wrong with counts.</summary>
/// <remarks>
/// <para>
/// A rule is a static class with its <see cref="DiagnosticDescriptor"/>, in a file of its own beside this one; its number stands in
/// <see cref="RuleIds"/> and in <c>AnalyzerReleases.Unshipped.md</c>, and its descriptor in <see cref="SupportedDiagnostics"/>.
/// </para>
/// <para>
/// A rule about declarations has <c>Register(CompilationStartAnalysisContext, ReferenceScope)</c>, called from <see cref="Initialize"/>, and asks
/// <see cref="ReferenceScope.Contracts"/> who owns what. A rule about what code does implements <see cref="IReferenceRule"/>: the flow calls it
/// for each operation, in the order of evaluation, with what is known before it. It is made in <see cref="ReferenceRules"/>.
/// </para>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReferenceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        LeakRule.Leak,
        LeakRule.OnException,
        LeakRule.ByOverwrite,
        LeakRule.NotConsumed,
        UseRule.AfterRelease,
        UseRule.DoubleRelease,
        UseRule.OfBorrowed,
        UseRule.UncheckedAcquire,
        OwnedFieldRule.Descriptor,
        UseRule.OutlivedBorrow,
        RevivalRule.Descriptor,
        IgnoredResultRule.Descriptor,
        EarlyPublicationRule.Descriptor,
        FinalReleaseRule.Descriptor,
        GaveUpRule.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(static start =>
        {
            var scope = new ReferenceScope(start.Compilation, start.Options);
            if (!scope.LockScope.Attributes.IsActive && !scope.Pairs.HasListed && (SourceWords.Of(start.Compilation) & WordKinds.Pair) == 0)
            {
                return;
            }

            if (scope.LockScope.Attributes.IsActive || scope.Pairs.HasListed)
            {
                start.RegisterOperationBlockAction(block =>
                {
                    if (scope.LockScope.Concerns(block.OwningSymbol, block.OperationBlocks[0].Syntax.SyntaxTree))
                    {
                        Analyze(new MemberBody(block.OwningSymbol, block.OperationBlocks, block.GetControlFlowGraph), scope, block.ReportDiagnostic, block.CancellationToken);
                    }
                });
            }
            else
            {
                start.RegisterSemanticModelAction(model =>
                {
                    foreach (MemberBody member in MemberBodies.Naming(model.SemanticModel, WordKinds.Pair, names: null, model.CancellationToken))
                    {
                        Analyze(member, scope, model.ReportDiagnostic, model.CancellationToken);
                    }
                });
            }

            OwnedFieldRule.Register(start, scope);
            start.RegisterCompilationEndAction(scope.FinalReleases.Report);
        });
    }

    private static void Analyze(MemberBody member, ReferenceScope scope, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (!ReferenceInterest.Has(member.Owner, member.Blocks, scope) || scope.Contracts.IsUnchecked(member.Owner))
        {
            return;
        }

        var analysis = new ReferenceAnalysis(scope, member.Owner, member.Blocks, cancellation);
        var seen = new HashSet<IOperation>();
        foreach (IOperation block in member.Blocks)
        {
            if (block is IBlockOperation or IMethodBodyOperation or IFieldInitializerOperation or IPropertyInitializerOperation && seen.Add(Root(block)))
            {
                new FunctionFlow(analysis, member.Graph(block), member.Owner as IMethodSymbol, outer: null).Run(FlowState.Empty);
            }
        }

        if (analysis.GaveUp)
        {
            report(Diagnostic.Create(GaveUpRule.Descriptor, member.Owner.Locations[0], member.Owner.Name));
            return;
        }

        if (member.Owner is IMethodSymbol releasing && OwnReference.IsKept(releasing, member.Blocks, scope.Contracts))
        {
            report(Diagnostic.Create(LeakRule.NotConsumed, releasing.Locations[0], "this", ""));
        }

        scope.FinalReleases.Add(member.Owner, analysis.CleanUp.Found);
        analysis.Exchanges.Report();
        analysis.Revivals.Report();
        foreach (Diagnostic diagnostic in analysis.Log.Diagnostics(analysis.Options))
        {
            report(diagnostic);
        }
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
