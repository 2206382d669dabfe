using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.CSharp.ProjectDecompiler;
using ICSharpCode.Decompiler.Metadata;

namespace DeclIommu.AnalyzerCost;

/// <summary>An assembly of the running framework as a project that builds, one type a file; decompiled once and kept in a folder.</summary>
internal sealed class DecompiledProject
{
    private DecompiledProject(string file, int lines)
    {
        File = file;
        Lines = lines;
    }

    public string File { get; }

    public int Lines { get; }

    /// <summary>Decompiles the assembly into a folder of its own below the one given.</summary>
    public static DecompiledProject Of(string assembly, string folder)
    {
        string target = Path.Combine(folder, assembly);
        string file = Path.Combine(target, assembly + ".csproj");
        if (!System.IO.File.Exists(file))
        {
            Directory.CreateDirectory(target);
            Decompile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"), target);
            System.IO.File.WriteAllText(file, Project);
        }

        return new DecompiledProject(file, Directory.EnumerateFiles(target, "*.cs", SearchOption.AllDirectories).Where(static path => !path.Contains("/obj/", StringComparison.Ordinal)).Sum(static path => System.IO.File.ReadLines(path).Count()));
    }

    // It refers to the contracts, as every user of the package does, and uses none. Nothing of a folder above may reach into it; the assembly's own types win over those of the framework that it is compiled against.
    private const string Project = """
        <Project>
          <PropertyGroup>
            <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
            <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
            <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
          </PropertyGroup>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>preview</LangVersion>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
            <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <WarningLevel>0</WarningLevel>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="$(ContractsFile)" />
          </ItemGroup>
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
        </Project>
        """;

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
            System.IO.File.Delete(other);
        }
    }
}
