using System.Reflection;
using DeclIommu.AnalyzerCost;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DeclIommu.FalsePositives;

/// <summary>Compiles decompiled source as what it came from.</summary>
internal static class SourceCompilation
{
    public static CSharpCompilation Of(DecompiledSource source)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        return CSharpCompilation.Create(
            source.Name,
            source.Files.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file)), options, Path.GetRelativePath(source.Folder, file))),
            // The assembly that defines object refers to no other: with the rest beside it the base types would exist twice.
            source.Name == typeof(object).Assembly.GetName().Name ? [] : Directory.GetFiles(DecompiledSource.Framework, "*.dll")
                .Where(file => IsManaged(file) && Path.GetFileNameWithoutExtension(file) != source.Name)
                .Select(static file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
