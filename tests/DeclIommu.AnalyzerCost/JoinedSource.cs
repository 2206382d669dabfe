using System.Text.RegularExpressions;

namespace DeclIommu.AnalyzerCost;

/// <summary>The source of several assemblies in one folder, as one project: the framework has few assemblies of 100,000 lines that compile again after they were turned back into source.</summary>
internal static partial class JoinedSource
{
    private const string Messages = "SR.cs";

    /// <summary>Joins the assemblies in a folder of their own below the one given, unless it is there.</summary>
    /// <returns>The folder, and the lines in it.</returns>
    public static (string Folder, int Lines) Of(IReadOnlyList<string> assemblies, string folder)
    {
        List<DecompiledSource> sources = [.. assemblies.Select(assembly => DecompiledSource.Of(assembly, folder))];
        string target = Path.Combine(folder, string.Join('+', sources.Select(static source => source.Name)));
        if (!Directory.Exists(target))
        {
            string partial = target + ".partial";
            foreach (DecompiledSource source in sources)
            {
                Add(source, partial);
            }

            Directory.Move(partial, target);
        }

        return (target, Directory.EnumerateFiles(target, "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/", StringComparison.Ordinal)).Sum(static path => File.ReadLines(path).Count()));
    }

    private static void Add(DecompiledSource source, string target)
    {
        foreach (string file in source.Files)
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!File.Exists(copy))
            {
                File.Copy(file, copy);
            }
            else if (Path.GetFileName(file) == Messages)
            {
                AddMessages(File.ReadAllText(file), copy);
            }

            // Any other type of the same name was made by the compiler, and is the same.
        }
    }

    // Each assembly has its messages in an internal class of the same name.
    private static void AddMessages(string messages, string to)
    {
        string present = File.ReadAllText(to);
        HashSet<string> names = [.. Message().Matches(present).Select(static match => match.Groups["name"].Value)];
        IEnumerable<string> more = Message().Matches(messages).Where(match => names.Add(match.Groups["name"].Value)).Select(static match => match.Value);
        File.WriteAllText(to, present[..present.LastIndexOf('}')] + string.Join('\n', more) + "\n}\n");
    }

    [GeneratedRegex(@"^\tinternal static string (?<name>\w+) => .*$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
