using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Makes the field of a lock readonly, where nothing but constructors sets it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReadonlyLockCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UnsuitableLock);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (place.Model.GetSymbolInfo(place.Node, place.Cancellation).Symbol is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private } field
            && field.DeclaringSyntaxReferences.Length == 1 && field.DeclaringSyntaxReferences[0].SyntaxTree == place.Root.SyntaxTree
            && field.DeclaringSyntaxReferences[0].GetSyntax(place.Cancellation).FirstAncestorOrSelf<FieldDeclarationSyntax>() is { Declaration.Variables.Count: 1 } declaration
            && !IsSetElsewhere(place.Root, place.Model, field, place.Cancellation))
        {
            yield return Edit.Replace(
                "Make '" + field.Name + "' readonly",
                nameof(ReadonlyLockCodeFix),
                declaration,
                static current => current.AddModifiers(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space)));
        }
    }

    private static bool IsSetElsewhere(SyntaxNode root, SemanticModel model, IFieldSymbol field, CancellationToken cancellation)
        => field.ContainingType.DeclaringSyntaxReferences.Length != 1
            || root.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment
                => assignment.Ancestors().All(static node => node is not ConstructorDeclarationSyntax)
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left, cancellation).Symbol, field));
}
