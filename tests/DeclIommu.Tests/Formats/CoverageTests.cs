using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;
using DeclIommu.Formats;

namespace DeclIommu.Tests.Formats;

/// <summary>Nothing is declared without its source, and no recorded line is left unread.</summary>
public sealed class CoverageTests
{
    private static readonly XDocument Documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "DeclIommu.xml"));

    public static TheoryData<Type> Types =>
        [.. typeof(DeviceTableEntry).Assembly.GetExportedTypes().Where(static type => type.Namespace == typeof(DeviceTableEntry).Namespace && !IsGenerated(type))];

    public static TheoryData<string, string> Vectors =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data", "vectors"), "*.jsonl.gz")
            .Select(static path => Path.GetFileName(path)[..^".jsonl.gz".Length])
            .SelectMany(static file => NamesIn(file).Select(name => (file, name))),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_declaration_cites_where_it_comes_from(Type type)
    {
        string name = "T:" + type.FullName!.Replace('+', '.');
        XElement? member = Documentation.Descendants("member").SingleOrDefault(member => member.Attribute("name")!.Value == name);
        Assert.Matches(@"Specification, 48882, \w", string.Join(' ', (member?.Value ?? $"{type} has no documentation").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_kind_of_recorded_line_is_read_by_a_test(string file, string name)
    {
        // A file of one kind of line may be read as a whole.
        string[] ways = NamesIn(file).Count == 1 ? [$"ReadAll(\"{file}\")", $"\"{file}.jsonl.gz\""] : [$"Read(\"{file}\", \"{name}\""];
        Assert.Contains(Sources(), source => ways.Any(way => source.Contains(way, StringComparison.Ordinal)));
    }

    // The handlers of command sets have the source of their set.
    private static bool IsGenerated(Type type) => type.IsInterface && type.Name.EndsWith("Handler", StringComparison.Ordinal);

    private static IReadOnlySet<string> NamesIn(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "vectors", file + ".jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var names = new HashSet<string>();
        while (reader.ReadLine() is { } text)
        {
            using JsonDocument line = JsonDocument.Parse(text);
            names.Add(line.RootElement.GetProperty("name").GetString()!);
        }

        return names;
    }

    private static IEnumerable<string> Sources([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(here, "..", "..")), "*.cs", SearchOption.AllDirectories)
            .Where(path => path != here)
            .Select(File.ReadAllText);
}
