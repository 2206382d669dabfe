using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Makes the variable that holds an owned reference a <c>using</c> declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UsingDeclarationCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.LeakOnException);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (OwnedVariable.Find(place) is { Release.TakesArgument: false } variable && IsDisposed(variable))
        {
            yield return new Edit(
                "Dispose of '" + variable.Name + "' at the end of the block",
                nameof(UsingDeclarationCodeFix),
                variable.Declaration,
                (root, declaration) => Rewrite(root, (LocalDeclarationStatementSyntax)declaration, variable));
        }
    }

    private static bool IsDisposed(OwnedVariable variable) => variable.Release.Method.Name switch
    {
        "Dispose" => GivingBack.IsDisposable(variable.Symbol.Type),
        "DisposeAsync" => GivingBack.Implements(variable.Symbol.Type, "IAsyncDisposable"),
        _ => false,
    };

    private static SyntaxNode Rewrite(SyntaxNode root, LocalDeclarationStatementSyntax declaration, OwnedVariable variable)
    {
        LocalDeclarationStatementSyntax made = declaration.WithoutLeadingTrivia().WithUsingKeyword(Keyword(SyntaxKind.UsingKeyword));
        made = (variable.Release.IsAwaited ? made.WithAwaitKeyword(Keyword(SyntaxKind.AwaitKeyword)) : made).WithLeadingTrivia(declaration.GetLeadingTrivia());
        return Releases.Replace(root, declaration, Releases.Remove(declaration, variable.Release).Prepend(made));
    }

    private static SyntaxToken Keyword(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
