using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Replaces a private object that is only ever locked by a <c>System.Threading.Lock</c>.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ObjectToLockRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        FieldDeclarationSyntax? declaration = root?.FindNode(context.Span).FirstAncestorOrSelf<FieldDeclarationSyntax>();
        if (root is null || model?.Compilation.GetTypeByMetadataName("System.Threading.Lock") is null || declaration is not { Declaration.Variables.Count: 1 }
            || model.GetDeclaredSymbol(declaration.Declaration.Variables[0], context.CancellationToken) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, Type.SpecialType: SpecialType.System_Object } field
            || field.ContainingType.DeclaringSyntaxReferences.Length != 1)
        {
            return;
        }

        // A Monitor on a Lock is another lock than the Lock: only lock statements may be left.
        bool isOnlyLocked = root.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, context.CancellationToken).Symbol, field))
            .All(static name => (name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access.Parent : name.Parent) is LockStatementSyntax
                || name.Ancestors().OfType<InvocationExpressionSyntax>().Any(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }));
        if (!isOnlyLocked)
        {
            return;
        }

        context.RegisterRefactoring(CodeAction.Create(
            "Replace by System.Threading.Lock",
            _ => Task.FromResult(Replace(context.Document, root, declaration)),
            nameof(ObjectToLockRefactoring)));
    }

    private static Document Replace(Document document, SyntaxNode root, FieldDeclarationSyntax declaration)
    {
        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        TypeSyntax type = SyntaxFactory.ParseTypeName("global::System.Threading.Lock")
            .WithTriviaFrom(declaration.Declaration.Type)
            .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        VariableDeclaratorSyntax initialised = variable.Initializer is null
            ? variable
            : variable.WithInitializer(variable.Initializer.WithValue(SyntaxFactory.ImplicitObjectCreationExpression().WithTriviaFrom(variable.Initializer.Value)));
        FieldDeclarationSyntax changed = declaration.WithDeclaration(declaration.Declaration.WithType(type).WithVariables(SyntaxFactory.SingletonSeparatedList(initialised)));
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, changed));
    }
}
