using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Takes the statements that give a reference up out of the code.</summary>
internal static class Releases
{
    /// <summary>The statements after the declaration of a variable, without those that only give its reference up.</summary>
    public static List<StatementSyntax> Remove(LocalDeclarationStatementSyntax declaration, GivingBack release)
    {
        var block = (BlockSyntax)declaration.Parent!;
        BlockSyntax bare = block.TrackNodes(declaration);
        bare = bare.RemoveNodes(bare.DescendantNodes().Where(release.Is), SyntaxRemoveOptions.KeepNoTrivia)!;
        List<StatementSyntax> following = bare.Statements.Skip(bare.Statements.IndexOf(bare.GetCurrentNode(declaration)!) + 1).ToList();
        bool hadFinally = block.Statements.Last() is TryStatementSyntax { Finally.Block.Statements: var released } && released.Any(release.Is);
        if (hadFinally && following[following.Count - 1] is TryStatementSyntax { Finally.Block.Statements.Count: 0 } emptied)
        {
            following.RemoveAt(following.Count - 1);
            following.AddRange(emptied.Catches.Count == 0 ? emptied.Block.Statements : new[] { emptied.WithFinally(null) });
        }

        return following;
    }

    /// <summary>The statement that gives the reference up now, if there is one.</summary>
    public static StatementSyntax? Last(LocalDeclarationStatementSyntax declaration, GivingBack release)
        => ((BlockSyntax)declaration.Parent!).DescendantNodes().Where(release.Is).LastOrDefault() as StatementSyntax;

    /// <summary>The root with other statements from the declaration of a variable on.</summary>
    public static SyntaxNode Replace(SyntaxNode root, LocalDeclarationStatementSyntax declaration, IEnumerable<StatementSyntax> statements)
    {
        var block = (BlockSyntax)declaration.Parent!;
        IEnumerable<StatementSyntax> all = block.Statements.Take(block.Statements.IndexOf(declaration)).Concat(statements);
        return root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(all)).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation));
    }
}
