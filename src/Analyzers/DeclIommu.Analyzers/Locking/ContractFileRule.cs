using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.Locking;

/// <summary>DIL0022 for files of contracts: every line can be read.</summary>
internal static class ContractFileRule
{
    public static void Register(CompilationStartAnalysisContext context) => context.RegisterAdditionalFileAction(Check);

    private static void Check(AdditionalFileAnalysisContext context)
    {
        if (!ContractFile.Is(context.AdditionalFile.Path) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (TextLine line in text.Lines)
        {
            if (ContractFile.Parse(line.ToString(), out _, out _) is { } error)
            {
                Location place = Location.Create(context.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                context.ReportDiagnostic(Diagnostic.Create(InvalidContractRule.Descriptor, place, line.ToString().Trim(), error));
            }
        }
    }
}
