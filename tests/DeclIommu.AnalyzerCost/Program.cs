using DeclIommu.AnalyzerCost;

bool server = args.Contains("--server");
args = [.. args.Where(static argument => argument != "--server")];
if (args.Length < 3)
{
    Console.Error.WriteLine("""
        Measures what the analyzers cost a build, with -p:ReportAnalyzer=true.
        usage: DeclIommu.AnalyzerCost [--server] FOLDER RUNS PROJECT|ASSEMBLY…
          --server  with the compiler server, as the SDK builds by itself, warm; without it each build starts a compiler, which compiles the analyzers' code before it runs it
          FOLDER    receives decompiled source and logs, which are not to be committed
          RUNS      how many builds with each set of analyzers
          PROJECT   a project file such as src/Runtime/DeclIommu/DeclIommu.csproj
          ASSEMBLY  the name of an assembly of the shared framework, which is decompiled into a project; several joined by '+' become one project
        """);
    return 2;
}

string folder = Path.GetFullPath(args[0]);
Directory.CreateDirectory(folder);
foreach (string subject in args.Skip(2))
{
    string project;
    if (File.Exists(subject))
    {
        project = Path.GetFullPath(subject);
    }
    else
    {
        DecompiledProject decompiled = DecompiledProject.Of(subject, folder);
        Console.WriteLine($"{decompiled.Lines} lines:");
        project = decompiled.File;
    }

    CostTable.Of(project, folder, int.Parse(args[1]), server).Print(Console.Out);
}

return 0;
