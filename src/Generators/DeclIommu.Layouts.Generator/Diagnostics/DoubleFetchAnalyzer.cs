using System.Collections.Immutable;
using DeclIommu.Layouts.Generator.Parsing;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.Layouts.Generator.Diagnostics;

/// <summary>
/// Reports a field that one path reads twice through an overlay: between the two reads the guest may have changed it.
/// Overlays of arrays and of stack memory are the method's own and are left alone.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DoubleFetchAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(OverlayDiagnostics.DoubleFetch);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WellKnownNames.Layout) is not null)
            {
                start.RegisterOperationBlockStartAction(Begin);
            }
        });
    }

    // Only a method that lays an overlay is worth a graph.
    private static void Begin(OperationBlockStartAnalysisContext context)
    {
        bool hasOverlay = false;
        context.RegisterOperationAction(
            operation => hasOverlay |= IsOverlay((IInvocationOperation)operation.Operation),
            OperationKind.Invocation);
        context.RegisterOperationBlockEndAction(end =>
        {
            if (!hasOverlay)
            {
                return;
            }

            foreach (IOperation block in end.OperationBlocks)
            {
                if (block is IBlockOperation)
                {
                    ControlFlowGraph graph = end.GetControlFlowGraph(block);
                    foreach (OverlayFlow.Fetch second in OverlayFlow.FindDoubleFetches(graph))
                    {
                        end.ReportDiagnostic(Diagnostic.Create(
                            OverlayDiagnostics.DoubleFetch,
                            second.Read.Syntax.GetLocation(),
                            ImmutableArray.Create(second.Earlier.Syntax.GetLocation()),
                            second.Read.Property.Name,
                            second.Read.Property.ContainingType.Name));
                    }
                }
            }
        });
    }

    /// <summary>True for a call of the <c>AsRef</c> of a layout on memory that may be shared.</summary>
    public static bool IsOverlay(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "AsRef", IsStatic: true, Parameters.Length: 1 } method }
        && method.ContainingType.Has(WellKnownNames.Layout)
        && method.Parameters[0].Type is not IArrayTypeSymbol;
}
