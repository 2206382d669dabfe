using System.Text.RegularExpressions;
using DeclIommu.Layouts.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Tests.Diagnostics;

/// <summary>
/// Whatever is declared, the generator neither throws nor writes code that does not compile without an error that says why.
/// <c>LAYOUT_MUTATIONS</c> sets how many mutations are tried, <c>LAYOUT_MUTATIONS_FROM</c> the first seed.
/// </summary>
public sealed class MutationTests
{
    private const int Few = 120;

    // The compiler's words for a partial member that nobody completed.
    private static readonly string[] Uncompleted = ["CS9248", "CS8795", "CS9249", "CS9250", "CS9251", "CS9252", "CS9253", "CS9254", "CS9255", "CS9256"];

    [Fact]
    public async Task A_mutated_declaration_gives_an_error_or_code_that_compiles()
    {
        int count = Setting("LAYOUT_MUTATIONS", Few);
        int first = Setting("LAYOUT_MUTATIONS_FROM", 0);
        string[] corpus = [.. Corpus()];
        var failures = new List<string>();
        int told = 0;
        await Parallel.ForAsync(first, first + count, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            string source = Mutation.Of(corpus[seed % corpus.Length], seed);
            (bool isCSharp, string? fault) = await FaultOfAsync(source);
            lock (failures)
            {
                told += isCSharp ? 1 : 0;
                if (fault is not null)
                {
                    failures.Add($"seed {seed}: {fault}\n{source}");
                }
            }
        });
        Assert.True(told > count / 5, $"Only {told} of {count} mutations left C# that the generator can be judged by.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count}:\n{string.Join("\n\n", failures.Take(40))}");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;

    // Whether the source is C# as far as the author goes, and what is wrong with the generator.
    private static async Task<(bool IsCSharp, string? Fault)> FaultOfAsync(string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        if (run.Result.Exception is { } thrown)
        {
            return (true, thrown.ToString());
        }

        IReadOnlyList<Diagnostic> faults = await run.AnalyzeAsync();
        if (faults.FirstOrDefault(static fault => fault.Id == "AD0001") is { } crash)
        {
            return (true, crash.ToString());
        }

        Diagnostic? broken = run.CompilerFaults.FirstOrDefault(static fault => fault.Severity == DiagnosticSeverity.Error || GeneratorRun.IsGenerated(fault));
        if (broken is null)
        {
            return (true, null);
        }

        // What the author wrote must be C# before the generator can be blamed for what it made of it.
        bool isAuthorsFault = run.Input.GetDiagnostics().Any(static fault => fault.Severity == DiagnosticSeverity.Error && !Uncompleted.Contains(fault.Id));

        // Not by an analyzer, which no compiler runs while members have no implementation; but those without a place are found by nothing else.
        bool isReported = run.Result.Diagnostics.Any(static fault => fault.Severity == DiagnosticSeverity.Error) || faults.Any(static fault => fault.Id == "DIG0039");
        return (!isAuthorsFault, isAuthorsFault || isReported ? null : broken.ToString());
    }

    private static IEnumerable<string> Corpus()
    {
        foreach (TheoryDataRow<string> row in Declarations.All)
        {
            yield return row.Data;
        }

        foreach (string page in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "DIG*.md").Order(StringComparer.Ordinal))
        {
            foreach (Match block in Regex.Matches(Text(page), "```csharp\n(.*?)```", RegexOptions.Singleline))
            {
                yield return block.Groups[1].Value;
            }
        }

        static string Text(string page) => File.ReadAllText(page).ReplaceLineEndings("\n");
    }
}
