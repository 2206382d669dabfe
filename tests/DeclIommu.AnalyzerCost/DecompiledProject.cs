namespace DeclIommu.AnalyzerCost;

/// <summary>An assembly of the running framework, or several joined by '+', as a project that builds, one type a file; decompiled once and kept in a folder.</summary>
internal sealed class DecompiledProject
{
    private DecompiledProject(string file, int lines)
    {
        File = file;
        Lines = lines;
    }

    public string File { get; }

    public int Lines { get; }

    /// <summary>Decompiles the assemblies into a folder of their own below the one given.</summary>
    public static DecompiledProject Of(string assemblies, string folder)
    {
        (string source, int lines) = JoinedSource.Of(assemblies.Split('+'), folder);
        string file = Path.Combine(source, Path.GetFileName(source) + ".csproj");
        if (!System.IO.File.Exists(file))
        {
            System.IO.File.WriteAllText(file, Project);
        }

        return new DecompiledProject(file, lines);
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
          <!-- What these generated is in the source already. -->
          <Target Name="LeaveOutGenerators" BeforeTargets="CoreCompile" DependsOnTargets="ResolveTargetingPackAssets">
            <ItemGroup>
              <Analyzer Remove="@(Analyzer)" Condition="$([System.String]::new('%(FullPath)').Contains('Microsoft.NETCore.App.Ref'))" />
            </ItemGroup>
          </Target>
        </Project>
        """;
}
