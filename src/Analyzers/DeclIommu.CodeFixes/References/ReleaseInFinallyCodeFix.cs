using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.References;

/// <summary>Releases an owned reference in a finally block around what follows its declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReleaseInFinallyCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.LeakOnException);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (OwnedVariable.Find(place) is { } variable && variable.Block.Statements.Last() != variable.Declaration)
        {
            yield return new Edit(
                "Release '" + variable.Name + "' in a finally block",
                nameof(ReleaseInFinallyCodeFix),
                variable.Declaration,
                (root, declaration) => Rewrite(root, (LocalDeclarationStatementSyntax)declaration, variable));
        }
    }

    private static SyntaxNode Rewrite(SyntaxNode root, LocalDeclarationStatementSyntax declaration, OwnedVariable variable)
    {
        StatementSyntax release = Releases.Last(declaration, variable.Release)?.WithoutTrivia() ?? SyntaxFactory.ParseStatement(variable.Release.Write(variable.IsNullable));
        TryStatementSyntax guarded = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(Releases.Remove(declaration, variable.Release)),
                default,
                SyntaxFactory.FinallyClause(SyntaxFactory.Block(release)))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return Releases.Replace(root, declaration, new StatementSyntax[] { declaration, guarded });
    }
}
