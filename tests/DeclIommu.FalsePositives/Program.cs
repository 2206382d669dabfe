using DeclIommu.AnalyzerCost;
using DeclIommu.FalsePositives;

string[] operands = [.. args.Where(static argument => argument != "--notes")];
if (operands.Length < 2)
{
    Console.Error.WriteLine("""
        Runs the analyzers over code without contracts: assemblies of the shared framework, turned back into source.
        usage: DeclIommu.FalsePositives [--notes] FOLDER ASSEMBLY…
          --notes   lists information too, not only warnings and errors
          FOLDER    receives the decompiled source, which is not to be committed
          ASSEMBLY  a name such as System.Threading.Channels, or the path of a dll
        """);
    return 2;
}

Directory.CreateDirectory(operands[0]);
int lines = 0;
int warnings = 0;
foreach (string name in operands.Skip(1))
{
    DecompiledSource source = DecompiledSource.Of(name, operands[0]);
    Survey survey = await Survey.OfAsync(source);
    survey.Print(Console.Out, notes: operands.Length < args.Length);
    lines += source.Lines;
    warnings += survey.Warnings;
}

Console.WriteLine($"{lines} lines, {warnings} warnings");
return 0;
