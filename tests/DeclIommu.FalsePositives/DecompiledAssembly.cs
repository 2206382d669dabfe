using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.Metadata;

namespace DeclIommu.FalsePositives;

/// <summary>An assembly of the running framework as source text, decompiled once and kept in a folder.</summary>
internal sealed class DecompiledAssembly
{
    public DecompiledAssembly(string name, string folder)
    {
        string path = File.Exists(name) ? name : Path.Combine(Framework, name + ".dll");
        Name = Path.GetFileNameWithoutExtension(path);
        string source = Path.Combine(folder, Name + ".cs");
        if (!File.Exists(source))
        {
            File.WriteAllText(source, Decompile(path));
        }

        Text = File.ReadAllText(source);
        Lines = Text.Count(static character => character == '\n');
    }

    /// <summary>The folder of the framework that runs this program.</summary>
    public static string Framework { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public string Name { get; }

    public string Text { get; }

    public int Lines { get; }

    private static string Decompile(string path)
    {
        using var module = new PEFile(path);
        var resolver = new UniversalAssemblyResolver(path, throwOnError: false, ".NETCoreApp,Version=v10.0");
        resolver.AddSearchDirectory(Framework);
        return new CSharpDecompiler(module, resolver, new DecompilerSettings(LanguageVersion.Latest) { ThrowOnAssemblyResolveErrors = false }).DecompileWholeModuleAsString();
    }
}
