using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.References;

/// <summary>Releases an owned reference in a finally block around the statements that may use it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReleaseInFinallyCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.LeakOnException, RuleIds.LeakByOverwrite);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        if (OwnedVariable.Find(place) is { } variable && !GuardedStatements.Of(variable.Binding.Anchor, variable.Binding.Guarded is not null).IsEmpty)
        {
            yield return new Edit(
                "Release '" + variable.Name + "' in a finally block",
                nameof(ReleaseInFinallyCodeFix),
                variable.Binding.Anchor,
                (root, anchor) => Rewrite(root, (StatementSyntax)anchor, variable));
        }
    }

    private static SyntaxNode Rewrite(SyntaxNode root, StatementSyntax anchor, OwnedVariable variable)
    {
        GuardedStatements guarded = GuardedStatements.Of(anchor, variable.Binding.Guarded is not null);
        StatementSyntax release = guarded.LastRelease(variable.Release)?.WithoutTrivia() ?? SyntaxFactory.ParseStatement(variable.Release.Write(variable.Binding.MayBeNull));
        TryStatementSyntax whole = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(guarded.WithoutReleases(variable.Release)),
                default,
                SyntaxFactory.FinallyClause(SyntaxFactory.Block(release)))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return guarded.Replace(root, new[] { whole });
    }
}
