using KernelPatch.Analysis;

namespace KernelPatch.Reporting;

/// <summary>A finding that a rule reports.</summary>
internal sealed record JsonDefect(int Number, string Rule, int Line, string File, string What, string Message)
{
    public static JsonDefect Of(Defect defect)
        => new(defect.Finding.Number, defect.Report!.Rule, defect.Mark.Line, defect.Mark.File, defect.Finding.What, defect.Report.Message);
}
