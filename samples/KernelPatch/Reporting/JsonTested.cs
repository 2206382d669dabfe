using KernelPatch.Analysis;

namespace KernelPatch.Reporting;

/// <summary>A finding that a test catches.</summary>
internal sealed record JsonTested(int Number, string Test, int Line, string File, string What)
{
    public static JsonTested Of(Defect defect)
        => new(defect.Finding.Number, defect.Finding.Test!, defect.Mark.Line, defect.Mark.File, defect.Finding.What);
}
