using DeclIommu.FalsePositives;

if (args.Length < 2)
{
    Console.Error.WriteLine("""
        Runs the analyzers over code without contracts: assemblies of the shared framework, turned back into source.
        usage: DeclIommu.FalsePositives FOLDER ASSEMBLY…
          FOLDER    receives the decompiled source, which is not to be committed
          ASSEMBLY  a name such as System.Threading.Channels, or the path of a dll
        """);
    return 2;
}

Directory.CreateDirectory(args[0]);
int lines = 0;
int warnings = 0;
foreach (string name in args.Skip(1))
{
    var assembly = new DecompiledAssembly(name, args[0]);
    Survey survey = await Survey.OfAsync(assembly);
    survey.Print(Console.Out);
    lines += assembly.Lines;
    warnings += survey.Warnings;
}

Console.WriteLine($"{lines} lines, {warnings} warnings");
return 0;
