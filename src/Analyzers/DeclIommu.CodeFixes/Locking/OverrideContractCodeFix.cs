using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Gives an override the lock contract of what it stands in for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class OverrideContractCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.OverrideContract);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root?.FindNode(context.Span).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
            || model.GetDeclaredSymbol(method, context.CancellationToken) is not { } symbol || Base(symbol) is not { } inherited)
        {
            return;
        }

        List<string> contracts = inherited.GetAttributes().Where(IsLockContract).Select(Write).ToList();
        context.RegisterCodeFix(
            CodeAction.Create(
                "Take the lock contract of '" + inherited.ContainingType.Name + "." + inherited.Name + "'",
                cancellation => ReplaceAsync(context.Document, method, contracts, cancellation),
                nameof(OverrideContractCodeFix)),
            context.Diagnostics);
    }

    private static IMethodSymbol? Base(IMethodSymbol method)
        => method.OverriddenMethod
            ?? method.ExplicitInterfaceImplementations.FirstOrDefault()
            ?? method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name).OfType<IMethodSymbol>())
                .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(candidate), method));

    private static bool IsLockContract(AttributeData attribute)
        => attribute.AttributeClass is { ContainingNamespace: { Name: "Contracts", ContainingNamespace.Name: "DeclIommu" } } type && type.Name.Contains("Lock") && type.Name is not WellKnownNames.UncheckedLocking;

    private static string Write(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        string arguments = string.Join(", ", attribute.ConstructorArguments.SelectMany(static argument => argument.Kind is TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument)).Select(static argument => argument.ToCSharpString()));
        return name.Substring(0, name.Length - "Attribute".Length) + (arguments.Length == 0 ? "" : "(" + arguments + ")");
    }

    private static async Task<Document> ReplaceAsync(Document document, MethodDeclarationSyntax method, List<string> contracts, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        SyntaxTriviaList leading = method.GetLeadingTrivia();
        AttributeListSyntax[] kept = method.AttributeLists
            .Where(list => !list.Attributes.Any(attribute => model.GetTypeInfo(attribute, cancellation).Type is { Name: var name, ContainingNamespace.Name: "Contracts" } && name.Contains("Lock")))
            .ToArray();
        MethodDeclarationSyntax changed = method.WithAttributeLists(SyntaxFactory.List(kept)).WithLeadingTrivia(leading);
        if (contracts.Count > 0)
        {
            AttributeListSyntax list = SyntaxFactory.ParseSyntaxTree("[" + string.Join(", ", contracts) + "] class C;", cancellationToken: cancellation)
                .GetRoot(cancellation).DescendantNodes().OfType<AttributeListSyntax>().First();
            changed = LockAttributes.Add(changed, list);
        }

        return document.WithSyntaxRoot(root.ReplaceNode(method, changed));
    }
}
