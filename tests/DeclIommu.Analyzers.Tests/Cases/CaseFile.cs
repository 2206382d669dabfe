namespace DeclIommu.Analyzers.Tests.Cases;

/// <summary>Reads the files of cases; README.md beside them describes the format.</summary>
internal static class CaseFile
{
    private const string Head = "=== ";
    private const string Section = "--- ";
    private const string Option = "option ";

    /// <summary>Every case of the group, in the order of file names and lines.</summary>
    /// <param name="group">The folder below Cases.</param>
    /// <exception cref="FormatException">A file breaks the format, or two cases have one id.</exception>
    public static IReadOnlyList<AnalyzerCase> ReadGroup(string group)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Cases", group);
        var cases = Directory.EnumerateFiles(folder, "*.cases").Order(StringComparer.Ordinal).SelectMany(static path => Parse(File.ReadAllText(path))).ToList();
        var twice = cases.GroupBy(static row => row.Id).Where(static rows => rows.Count() > 1).Select(static rows => rows.Key).ToList();
        return twice.Count == 0 ? cases : throw new FormatException($"{group}: more than one case for {string.Join(", ", twice)}.");
    }

    /// <summary>The cases of one file.</summary>
    public static IReadOnlyList<AnalyzerCase> Parse(string text)
    {
        var cases = new List<AnalyzerCase>();
        var body = new List<string>();
        string? head = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(Head, StringComparison.Ordinal))
            {
                Flush();
                head = line[Head.Length..];
            }
            else if (head is not null)
            {
                body.Add(line);
            }
        }
        Flush();
        return cases;

        void Flush()
        {
            if (head is not null)
            {
                cases.Add(ParseCase(head, body));
            }
            body.Clear();
        }
    }

    private static AnalyzerCase ParseCase(string head, List<string> body)
    {
        var parts = head.Split('|', 3, StringSplitOptions.TrimEntries);
        if (parts.Length != 3 || parts[0].Length == 0 || parts[2].Length == 0)
        {
            throw new FormatException($"'{head}' is not of the form 'id | flags | description'.");
        }
        var id = parts[0];
        CaseSource? library = null;
        var files = new List<CaseSource>();
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = new List<string>();
        var isLibrary = false;
        foreach (var line in body)
        {
            if (!line.StartsWith(Section, StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }
            var section = line[Section.Length..].Trim();
            if (section.StartsWith(Option, StringComparison.Ordinal))
            {
                var entry = section[Option.Length..].Split('=', 2, StringSplitOptions.TrimEntries);
                options.Add(entry[0], entry[1]);
                continue;
            }
            Close();
            isLibrary = section switch
            {
                "library" => true,
                "file" => false,
                _ => throw new FormatException($"{id}: no section '{section}'."),
            };
        }
        Close();
        return files.Count > 0
            ? new AnalyzerCase(id, parts[1], parts[2], library, files, options)
            : throw new FormatException($"{id}: no source.");

        void Close()
        {
            var source = string.Join('\n', lines);
            lines.Clear();
            if (string.IsNullOrWhiteSpace(source))
            {
                return;
            }
            if (isLibrary)
            {
                library = CaseSource.Parse($"{id}.Library.cs", source);
            }
            else
            {
                files.Add(CaseSource.Parse($"{id}.{files.Count}.cs", source));
            }
        }
    }
}
