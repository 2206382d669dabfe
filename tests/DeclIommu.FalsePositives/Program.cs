using DeclIommu.AnalyzerCost;
using DeclIommu.FalsePositives;

string[] operands = [.. args.Where(static argument => !argument.StartsWith("--", StringComparison.Ordinal))];
if (operands.Length < 2)
{
    Console.Error.WriteLine("""
        Runs the analyzers over code without contracts: assemblies of the shared framework, turned back into source.
        usage: DeclIommu.FalsePositives [--notes | --left-out] FOLDER ASSEMBLY…
          --notes     lists information too, not only warnings and errors
          --left-out  leaves out the releases of known pairs, one at a time, and lists what is reported of each
          FOLDER      receives the decompiled source, which is not to be committed
          ASSEMBLY    a name such as System.Threading.Channels, or the path of a dll
        """);
    return 2;
}

Directory.CreateDirectory(operands[0]);
if (args.Contains("--left-out"))
{
    int sites = 0;
    int reported = 0;
    foreach (string name in operands.Skip(1))
    {
        LeftOut leftOut = await LeftOut.OfAsync(DecompiledSource.Of(name, operands[0]));
        leftOut.Print(Console.Out);
        sites += leftOut.Sites;
        reported += leftOut.Warnings + leftOut.Notes;
    }

    Console.WriteLine($"{sites} releases left out, {reported} reported");
    return 0;
}

int lines = 0;
int warnings = 0;
foreach (string name in operands.Skip(1))
{
    DecompiledSource source = DecompiledSource.Of(name, operands[0]);
    Survey survey = await Survey.OfAsync(source);
    survey.Print(Console.Out, notes: args.Contains("--notes"));
    lines += source.Lines;
    warnings += survey.Warnings;
}

Console.WriteLine($"{lines} lines, {warnings} warnings");
return 0;
