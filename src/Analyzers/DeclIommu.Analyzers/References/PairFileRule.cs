using DeclIommu.Analyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.Analyzers.References;

/// <summary>DIR0015 for files of pairs: every line can be read.</summary>
internal static class PairFileRule
{
    public static void Register(CompilationStartAnalysisContext context) => context.RegisterAdditionalFileAction(Check);

    private static void Check(AdditionalFileAnalysisContext context)
    {
        if (!PairFile.Is(context.AdditionalFile.Path) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        foreach (TextLine line in text.Lines)
        {
            if (PairFile.Parse(line.ToString(), out _, out _, out _) is { } error)
            {
                Location place = Location.Create(context.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                context.ReportDiagnostic(Diagnostic.Create(InvalidOwnershipRule.Descriptor, place, line.ToString().Trim(), error));
            }
        }
    }
}
