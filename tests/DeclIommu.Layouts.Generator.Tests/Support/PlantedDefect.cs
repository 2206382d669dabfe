using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace DeclIommu.Layouts.Generator.Tests.Support;

/// <summary>
/// Plants a defect into what was generated: the member keeps its code under a name with <c>Right</c> behind it, and a wrong one takes its place.
/// Operators and constructors cannot be renamed and are replaced.
/// </summary>
internal static class PlantedDefect
{
    private static int _count;

    /// <summary>Compiles a declaration with a wrong member and gives the type to what is done with it.</summary>
    /// <param name="source">The declaration.</param>
    /// <param name="type">The name of the type that has the member.</param>
    /// <param name="member">The name of the member, behind it, after a space, the types that its first parameters must have, with commas between.</param>
    /// <param name="wrong">The text of the wrong member.</param>
    /// <param name="check">What is done with the type.</param>
    public static void Run(string source, string type, string member, string wrong, Action<Type> check)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Compilation compilation = member.Length == 0 ? run.Output : Plant(run, type, member, wrong);
        using var image = new MemoryStream();
        EmitResult result = compilation.WithAssemblyName("Planted" + Interlocked.Increment(ref _count)).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(static fault => fault.Severity == DiagnosticSeverity.Error));
        image.Position = 0;

        // Not collectible, and with a name of its own: the handlers of a command set are proxies, which live in an assembly that is not, and find the interface by name.
        Assembly assembly = new AssemblyLoadContext("Planted").LoadFromStream(image);
        check(assembly.GetTypes().Single(candidate => candidate.Name == type));
    }

    private static Compilation Plant(GeneratorRun run, string type, string member, string wrong)
    {
        (SyntaxTree tree, MemberDeclarationSyntax found) = run.Output.SyntaxTrees
            .Where(static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<StructDeclarationSyntax>()
                .Where(declaration => declaration.Identifier.ValueText == type)
                .SelectMany(static declaration => declaration.Members)
                .Where(candidate => Is(candidate, member))
                .Select(candidate => (tree, candidate)))
            .First();
        string text = tree.ToString();
        string kept = found is OperatorDeclarationSyntax or ConstructorDeclarationSyntax ? string.Empty : Renamed(found).ToFullString();
        text = text.Remove(found.FullSpan.Start, found.FullSpan.Length).Insert(found.FullSpan.Start, $"\n{kept}\n{wrong}\n");
        return run.Output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
    }

    private static bool Is(MemberDeclarationSyntax candidate, string member)
    {
        string[] words = member.Split(' ', 2);
        (string name, BaseParameterListSyntax? parameters) = candidate switch
        {
            MethodDeclarationSyntax method => (method.Identifier.ValueText, method.ParameterList),
            PropertyDeclarationSyntax property => (property.Identifier.ValueText, null),
            IndexerDeclarationSyntax indexer => ("this", indexer.ParameterList),
            OperatorDeclarationSyntax { OperatorToken.Text: var token, ParameterList: var operands } => (token, operands),
            ConstructorDeclarationSyntax constructor => (".ctor", (BaseParameterListSyntax?)constructor.ParameterList),
            _ => (string.Empty, null),
        };
        string[] types = words.Length == 1 ? [] : words[1].Split(',');
        return name == words[0] && types.Length <= (parameters?.Parameters.Count ?? 0)
            && types.Index().All(wanted => parameters!.Parameters[wanted.Index].Type?.ToString().EndsWith(wanted.Item, StringComparison.Ordinal) == true);
    }

    private static MemberDeclarationSyntax Renamed(MemberDeclarationSyntax member)
    {
        SyntaxTokenList modifiers = SyntaxFactory.TokenList(
            [SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(SyntaxFactory.Space), .. member.Modifiers.Where(static modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ReadOnlyKeyword)]);
        return member switch
        {
            MethodDeclarationSyntax method => method.WithModifiers(modifiers).WithIdentifier(SyntaxFactory.Identifier(method.Identifier.ValueText + "Right")),
            PropertyDeclarationSyntax property => property.WithModifiers(modifiers).WithIdentifier(SyntaxFactory.Identifier(property.Identifier.ValueText + "Right").WithTrailingTrivia(SyntaxFactory.Space)),
            _ => throw new InvalidOperationException($"{member.Kind()} cannot be renamed."),
        };
    }
}
