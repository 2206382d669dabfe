using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.References;

/// <summary>Releases what an owned field holds at the end of the member that releases or disposes of the object, where that member leaves it alone.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReleaseFieldCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.OwnedFieldNotReleased);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        // Where some path releases it, which one was left out is not for an edit to say.
        if (!place.Diagnostic.Properties.ContainsKey(FixProperties.IsLeftAlone) || place.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } declarator || place.Model.GetDeclaredSymbol(declarator, place.Cancellation) is not IFieldSymbol { IsStatic: false } field)
        {
            yield break;
        }

        ReferenceScope scope = place.ReadScope();
        if (ReleaseOf(field, place, scope) is not { } release || DisposalOf(field.ContainingType, place, scope) is not { } disposal)
        {
            yield break;
        }

        string access = field.NullableAnnotation is NullableAnnotation.Annotated ? "?." : ".";
        StatementSyntax statement = SyntaxFactory.ParseStatement(field.Name + access + release.Name + "();\n").WithAdditionalAnnotations(Formatter.Annotation);
        yield return Edit.Replace("Release '" + field.Name + "' in '" + disposal.Identifier.ValueText + "'", nameof(ReleaseFieldCodeFix), disposal, method => Append(method, statement));
    }

    /// <summary>How the field's object is released; null if nobody knows how, or if the last release leaves the clean-up to its caller.</summary>
    private static IMethodSymbol? ReleaseOf(IFieldSymbol field, FixPlace place, ReferenceScope scope)
    {
        bool isCounted = scope.Contracts.IsCounted(field.Type);
        IMethodSymbol[] releases = place.Model.LookupSymbols(place.Node.SpanStart, field.Type).OfType<IMethodSymbol>()
            .Where(method => method is { Parameters.IsEmpty: true, IsStatic: false } && !method.ReturnType.GetMembers("GetAwaiter").Any()
                && (isCounted ? scope.Contracts.Of(method) is { Receiver: ReceiverEffect.Releases, IsFinalRelease: false, Result: not ResultOwnership.Owned } : method.Name is "Dispose" && GivingBack.IsDisposable(field.Type)))
            .ToArray();
        return releases.FirstOrDefault(static method => method.Name is "Dispose") ?? releases.FirstOrDefault();
    }

    /// <summary>The member that releases or disposes of the object, if there is one and it ends where its body does.</summary>
    private static MethodDeclarationSyntax? DisposalOf(INamedTypeSymbol type, FixPlace place, ReferenceScope scope)
    {
        IMethodSymbol[] disposals = type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => !method.IsStatic && (scope.Contracts.Of(method).Receiver is ReceiverEffect.Releases || method is { Name: "Dispose" or "DisposeAsync", MethodKind: MethodKind.Ordinary } || method.MethodKind is MethodKind.Destructor))
            .ToArray();
        return disposals.Length == 1 && disposals[0].DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation) is MethodDeclarationSyntax declaration
            && place.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not null
            && (declaration.Body is { } body ? body.Statements.LastOrDefault() is not (ReturnStatementSyntax or ThrowStatementSyntax) : disposals[0].ReturnsVoid && declaration.ExpressionBody is { Expression: not ThrowExpressionSyntax })
            ? declaration
            : null;
    }

    private static MethodDeclarationSyntax Append(MethodDeclarationSyntax method, StatementSyntax statement)
        => method.ExpressionBody is { Expression: var expression }
            ? method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(expression.WithoutTrivia()), statement)).WithAdditionalAnnotations(Formatter.Annotation)
            : method.WithBody(method.Body!.AddStatements(statement)).WithAdditionalAnnotations(Formatter.Annotation);
}
