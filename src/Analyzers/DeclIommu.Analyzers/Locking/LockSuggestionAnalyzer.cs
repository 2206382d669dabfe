using System.Collections.Immutable;
using System.Threading;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.OrderFacts;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeclIommu.Analyzers.Locking;

/// <summary>What is no more than information about locks: an editor shows it while somebody writes, a build does not ask for it and does not pay for it.</summary>
/// <remarks>The compiler leaves out an analyzer all of whose rules are information, unless one of them is raised to a warning or a log of all diagnostics is written.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockSuggestionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ObservedOrderRule.Informative, InconsistentRule.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(static start =>
        {
            WordKinds words = SourceWords.Of(start.Compilation);
            if ((words & WordKinds.Locking) == 0)
            {
                return;
            }

            var scope = LockScope.Of(start.Compilation, start.Options);
            if ((words & WordKinds.LockStatement) != 0)
            {
                InconsistentRule.Register(start, scope, warns: false);
            }

            if (!scope.Attributes.IsActive)
            {
                var orders = new ObservedOrders(start.Compilation, scope);
                start.RegisterCompilationEndAction(orders.Report);
                start.RegisterSemanticModelAction(model =>
                {
                    foreach (MemberBody member in MemberBodies.Naming(model.SemanticModel, WordKinds.Locking, names: null, model.CancellationToken))
                    {
                        Observe(member, scope, orders, model.CancellationToken);
                    }
                });
            }
        });
    }

    private static void Observe(MemberBody member, LockScope scope, ObservedOrders orders, CancellationToken cancellation)
    {
        orders.Exclude(member.Owner);
        if (LockInterest.Has(member.Owner, member.Blocks, scope, out PlainMember plain))
        {
            orders.Add(MemberRun.Execute(scope, member, cancellation));
        }
        else
        {
            orders.Add(member.Owner, plain);
        }
    }
}
