using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace DeclIommu.AnalyzerCost;

/// <summary>Builds a project from scratch with a set of analyzers, and reads what the build says about time.</summary>
internal static partial class MeasuredBuild
{
    // What the package gives a build: compiled ahead of time where it fits the machine.
    private static string OurAnalyzers { get; } = File.Exists(AheadOfTime) && OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64
        ? AheadOfTime
        : Path.Combine(AppContext.BaseDirectory, "DeclIommu.Analyzers.dll");

    private static string AheadOfTime => Path.Combine(AppContext.BaseDirectory, "linux-x64", "DeclIommu.Analyzers.dll");

    private static string Contracts { get; } = Path.Combine(AppContext.BaseDirectory, "DeclIommu.Contracts.dll");

    /// <summary>Restores the project and builds what it refers to, so that <see cref="Run"/> builds it alone.</summary>
    public static void Prepare(string project, string folder, string framework)
        => Execute(folder, ["build", project, "-c", "Release", "-f", framework, "-p:RunAnalyzers=false", $"-p:ContractsFile={Contracts}", "-v:quiet", "-clp:ErrorsOnly"]);

    /// <summary>Builds once, with the compiler server or a compiler of its own.</summary>
    public static BuildTimes Run(string project, string folder, string framework, AnalyzerSet analyzers, bool server)
    {
        string targets = Path.Combine(folder, $"{analyzers}.targets");
        File.WriteAllText(targets, Targets(analyzers));
        string log = Path.Combine(folder, "build.log");
        double before = ProcessorTimeOfChildren();
        Execute(folder, [
            "build", project, "-c", "Release", "-f", framework, "-t:Rebuild", "--no-restore", "-p:BuildProjectReferences=false", "-p:ReportAnalyzer=true", $"-p:ContractsFile={Contracts}", $"-p:UseSharedCompilation={server}", "-nodeReuse:false",
            $"-p:CustomAfterMicrosoftCommonTargets={targets}", "-v:quiet", "-clp:ErrorsOnly", $"-flp:v=detailed;performancesummary;logfile={log}"]);
        return Read(File.ReadAllText(log), ProcessorTimeOfChildren() - before);
    }

    private static void Execute(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{output}");
        }
    }

    private static string Targets(AnalyzerSet analyzers)
    {
        string ours = analyzers is AnalyzerSet.Ours or AnalyzerSet.SdkAndOurs ? $"""<Analyzer Include="{OurAnalyzers}" />""" : "";
        string others = analyzers is AnalyzerSet.None or AnalyzerSet.Ours ? """<Analyzer Remove="@(Analyzer)" Condition="$([System.String]::new('%(Filename)').EndsWith('NetAnalyzers')) or $([System.String]::new('%(Filename)').EndsWith('CodeStyle'))" />""" : "";
        return $"""
            <Project>
              <Target Name="ChooseAnalyzers" BeforeTargets="CoreCompile" DependsOnTargets="ResolveProjectReferences;ResolveAssemblyReferences">
                <ItemGroup>
                  <Analyzer Remove="@(Analyzer)" Condition="$([System.String]::new('%(Filename)').StartsWith('DeclIommu.Analyzers')) or '%(Filename)' == 'DeclIommu.CodeFixes'" />
                  {others}
                  {ours}
                </ItemGroup>
              </Target>
            </Project>
            """;
    }

    // The time of children that have ended and been waited for, and of theirs: fields 16 and 17, in hundredths of a second. A busy machine hardly changes it.
    private static double ProcessorTimeOfChildren()
    {
        string[] fields = File.ReadAllText("/proc/self/stat").Split(')')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static BuildTimes Read(string log, double processor)
    {
        double build = TimeSpan.Parse(Elapsed().Match(log).Groups[1].Value, CultureInfo.InvariantCulture).TotalSeconds;
        double compiler = int.Parse(CompilerTask().Match(log).Groups[1].Value, CultureInfo.InvariantCulture) / 1000.0;
        Match total = AnalyzerTotal().Match(log);
        return new BuildTimes(build, processor, compiler, total.Success ? Seconds(total) : 0, AnalyzersAndGeneratorsOurs().Matches(log).Sum(Seconds));

        static double Seconds(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Time Elapsed (\S+)")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"(\d+) ms\s+Csc\s+\d+ calls")]
    private static partial Regex CompilerTask();

    [GeneratedRegex(@"Total analyzer execution time: ([\d.,]+) seconds")]
    private static partial Regex AnalyzerTotal();

    // The assembly is listed twice: with its analyzers, and with its generators.
    [GeneratedRegex(@"^\s*<?([\d.,]+)\s+<?\d+\s+DeclIommu\.Analyzers, ", RegexOptions.Multiline)]
    private static partial Regex AnalyzersAndGeneratorsOurs();
}
