extern alias Seeded;

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using DeclIommu.Driver;

namespace DeclIommu.Tests.SeededDefects;

public sealed class SeededDefectTableTests
{
    private static readonly string[] s_withoutForm = ["24", "28"];

    [Fact]
    public void The_table_lists_exactly_the_tests_there_are()
    {
        IEnumerable<string> tests = typeof(SeededDefectTableTests).Assembly.GetTypes()
            .Where(static type => type.GetCustomAttribute<CollectionAttribute>()?.Name == SeededDefectCollection.Name && type.Name.Contains("SeededDefect"))
            .SelectMany(static type => type.GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))).Select(method => $"`{type.Name}.{method.Name}`"));
        Assert.Equal(tests.Order(), Rows().Select(static row => row[2]).Order());
    }

    [Fact]
    public void Every_patch_has_its_row_with_what_it_puts_back()
    {
        IEnumerable<(string, string)> patches = Directory.EnumerateFiles(Path.Combine(Sources(), "../../../DeclIommu.SeededDefects/Patches"), "*.patch")
            .Where(static file => Path.GetFileName(file) is { } name && (name.StartsWith("Finding_", StringComparison.Ordinal) || name.StartsWith("Merged_", StringComparison.Ordinal)))
            .Select(static file => (Path.GetFileNameWithoutExtension(file), File.ReadLines(file).First()));
        Assert.Equal(patches.Order(), Rows().Select(static row => (row[0], row[1])).Order());
    }

    [Fact]
    public void Every_finding_that_has_a_form_in_this_language_has_a_test() => Assert.Equal(
        Enumerable.Range(1, 28).Select(static number => number.ToString("00")).Except(s_withoutForm),
        Rows().Select(static row => row[0]).Where(static finding => finding.StartsWith("Finding_", StringComparison.Ordinal)).Select(static finding => finding[8..]));

    [Fact]
    public void What_found_a_defect_is_one_thread_or_the_seed_in_use() =>
        Assert.All(Rows(), static row => Assert.Contains(row[3], new[] { "one thread", $"seed {Detection.Seed}" }));

    [Fact]
    public void The_runtime_that_is_shipped_has_no_trace_of_defects_or_of_exploration()
    {
        Assert.Empty(Traces(typeof(IommuHost).Assembly));
        Assert.NotEmpty(Traces(typeof(Seeded::DeclIommu.Driver.IommuHost).Assembly));
    }

    private static List<string> Traces(Assembly assembly)
    {
        using PEReader image = new(File.OpenRead(assembly.Location));
        MetadataReader metadata = image.GetMetadataReader();
        IEnumerable<string> names = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Concat(metadata.TypeDefinitions.Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Namespace)));
        List<string> traces = [.. names.Where(static name => name.Contains("SeededDefects") || name.Contains("Coyote"))];
        for (UserStringHandle handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            string text = metadata.GetUserString(handle);
            if (text.StartsWith("Finding_", StringComparison.Ordinal) || text.StartsWith("Merged_", StringComparison.Ordinal))
            {
                traces.Add(text);
            }
        }

        return traces;
    }

    private static string[][] Rows() =>
    [
        .. File.ReadLines(Path.Combine(Sources(), "SeededDefects.md"))
            .Where(static line => line.StartsWith("| Finding_", StringComparison.Ordinal) || line.StartsWith("| Merged_", StringComparison.Ordinal))
            .Select(static line => line.Trim('|', ' ').Split(" | ")),
    ];

    private static string Sources([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
