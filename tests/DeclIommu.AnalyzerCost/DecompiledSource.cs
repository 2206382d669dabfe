using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.CSharp.ProjectDecompiler;
using ICSharpCode.Decompiler.Metadata;

namespace DeclIommu.AnalyzerCost;

/// <summary>An assembly turned back into source, one type a file; decompiled once and kept in a folder.</summary>
internal sealed class DecompiledSource
{
    private DecompiledSource(string name, string folder)
    {
        Name = name;
        Folder = folder;
        Files = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Lines = Files.Sum(static path => File.ReadLines(path).Count());
    }

    /// <summary>The folder of the framework that runs this program.</summary>
    public static string Framework { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public string Name { get; }

    /// <summary>The folder of this assembly's source.</summary>
    public string Folder { get; }

    public IReadOnlyList<string> Files { get; }

    public int Lines { get; }

    /// <summary>Decompiles the assembly into a folder of its own below the one given, unless it is there.</summary>
    /// <param name="assembly">The name of an assembly of the framework, or the path of a dll.</param>
    /// <param name="folder">The folder above.</param>
    public static DecompiledSource Of(string assembly, string folder)
    {
        string file = File.Exists(assembly) ? assembly : Path.Combine(Framework, assembly + ".dll");
        string name = Path.GetFileNameWithoutExtension(file);
        string target = Path.Combine(folder, name);
        if (!Directory.Exists(target))
        {
            // Under another name until it is complete: a run that was broken off leaves no half of an assembly behind.
            string partial = target + ".partial";
            Directory.CreateDirectory(partial);
            Decompile(file, partial);
            Directory.Move(partial, target);
        }

        return new DecompiledSource(name, target);
    }

    private static void Decompile(string assembly, string target)
    {
        using var module = new PEFile(assembly);
        var resolver = new UniversalAssemblyResolver(assembly, throwOnError: false, ".NETCoreApp,Version=v10.0");
        resolver.AddSearchDirectory(Path.GetDirectoryName(assembly)!);
        var settings = new DecompilerSettings(LanguageVersion.Latest) { ThrowOnAssemblyResolveErrors = false, UseNestedDirectoriesForNamespaces = true };
        new WholeProjectDecompiler(settings, resolver, projectWriter: null, assemblyReferenceClassifier: null, debugInfoProvider: null).DecompileProject(module, target);
        // Attributes of the assembly name what only the compiler may name.
        foreach (string other in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Where(static path => Path.GetExtension(path) != ".cs" || Path.GetFileName(path) == "AssemblyInfo.cs").ToList())
        {
            File.Delete(other);
        }
    }
}
