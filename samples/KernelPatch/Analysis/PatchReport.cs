namespace KernelPatch.Analysis;

/// <summary>Something that a rule reports.</summary>
/// <param name="Rule">The rule's ID.</param>
/// <param name="File">The path of the file under <c>Source</c>.</param>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="FurtherLines">Lines of the same file that the report points to as well.</param>
/// <param name="Message">What the rule says.</param>
internal sealed record PatchReport(string Rule, string File, int Line, IReadOnlyList<int> FurtherLines, string Message)
{
    /// <summary>True if the report is about the line.</summary>
    public bool IsAbout(string file, int line) => File == file && (Line == line || FurtherLines.Contains(line));
}
