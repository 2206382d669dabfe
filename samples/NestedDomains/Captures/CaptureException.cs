namespace NestedDomains.Captures;

/// <summary>A capture that cannot be used: the file, the line and the field at fault, and why, in one line of text.</summary>
internal sealed class CaptureException(string file, int? line, string? field, string reason)
    : Exception(Describe(file, line, field, reason))
{
    public string File { get; } = file;

    /// <summary>The line in the uncompressed text, from 1; null if the file as a whole is at fault.</summary>
    public int? Line { get; } = line;

    public string? Field { get; } = field;

    private static string Describe(string file, int? line, string? field, string reason)
    {
        string where = OneLine.Of(file);
        if (line is not null)
        {
            where += $", line {line}";
        }

        if (field is not null)
        {
            where += $", field '{field}'";
        }

        return $"{where}: {reason}";
    }
}
