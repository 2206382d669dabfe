using DeclIommu.Analyzers.Tests.Cases;
using DeclIommu.Analyzers.Tests.Runtime;
using DeclIommu.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeclIommu.Analyzers.Tests.Robustness;

/// <summary>A real source that is broken on purpose: one of the runtime, among the rest of the runtime; one of this repository or of the cases, alone.</summary>
internal sealed record Subject(string Name, string Text, Func<string, (Compilation Compilation, SyntaxTree Tree)> Compile)
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks; using DeclIommu.Contracts;\n";

    private static readonly MetadataReference[] s_references =
        [Reference(typeof(DeclIommu.Layouts.LayoutAttribute)), Reference(typeof(Compilation)), Reference(typeof(CSharpCompilation)), Reference(typeof(Locking.Fixes.CodeFixTests)), Reference(typeof(DeclIommu.Analyzers.Locking.LockAnalyzer))];

    /// <summary>All of them, in a fixed order that mixes their kinds.</summary>
    public static IReadOnlyList<Subject> All { get; } = [.. Runtime().Concat(Alone()).Concat(Cases()).OrderBy(static subject => new Random(subject.Name.Length * 7919 + subject.Text.Length).Next()).ThenBy(static subject => subject.Name, StringComparer.Ordinal)];

    private static IEnumerable<Subject> Runtime()
    {
        RuntimeCompilation runtime = RuntimeCompilation.Shared.Value;
        foreach (SyntaxTree tree in runtime.Written)
        {
            yield return new Subject(tree.FilePath, tree.ToString(), text =>
            {
                SyntaxTree broken = tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text));
                return (runtime.Compilation.ReplaceSyntaxTree(tree, broken), broken);
            });
        }
    }

    private static IEnumerable<Subject> Alone()
        => new[] { "src/Analyzers", "src/Generators", "samples", "tests" }
            .SelectMany(static folder => Repository.Sources(folder.Split('/')))
            .Where(static path => !path.EndsWith(".verified.cs", StringComparison.Ordinal))
            .Select(static path => new Subject(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path), CompileAlone));

    private static IEnumerable<Subject> Cases()
        => new[] { "Locking", "References" }
            .SelectMany(static group => CaseFile.ReadGroup(group))
            .Select(static row => new Subject(row.Id, row.Files[0].Text, CompileAlone));

    private static (Compilation Compilation, SyntaxTree Tree) CompileAlone(string text)
    {
        CSharpCompilation compilation = AnalyzerRun.Compile(Usings + text, NullableContextOptions.Enable, s_references);
        return (compilation, compilation.SyntaxTrees[0]);
    }

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
