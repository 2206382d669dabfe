using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace DeclIommu.CodeFixes.References;

/// <summary>The statements during which a variable holds a reference: those of a block from one of them on.</summary>
/// <param name="Block">The block.</param>
/// <param name="First">How many of its statements come before.</param>
internal sealed record GuardedStatements(BlockSyntax Block, int First)
{
    public bool IsEmpty => Block.Statements.Count == First;

    /// <summary>The statements that follow an anchor, or those that it guards.</summary>
    public static GuardedStatements Of(StatementSyntax anchor, bool isInside)
        => isInside ? new GuardedStatements((BlockSyntax)((IfStatementSyntax)anchor).Statement, 0)
            : new GuardedStatements((BlockSyntax)anchor.Parent!, ((BlockSyntax)anchor.Parent!).Statements.IndexOf(anchor) + 1);

    /// <summary>The statement that gives the reference up now, if there is one.</summary>
    public StatementSyntax? LastRelease(GivingBack release)
        => Following.SelectMany(statement => statement.DescendantNodesAndSelf(node => !release.Is(node))).Where(release.Is).OfType<StatementSyntax>().LastOrDefault();

    /// <summary>The statements without those that only give the reference up.</summary>
    public List<StatementSyntax> WithoutReleases(GivingBack release)
    {
        BlockSyntax bare = SyntaxFactory.Block(Following);
        List<SyntaxNode> releases = bare.DescendantNodes(node => !release.Is(node)).Where(release.Is).ToList();
        bool hadFinally = Following.LastOrDefault() is TryStatementSyntax { Finally.Block.Statements: var released } && released.Any(release.Is);
        List<StatementSyntax> following = bare.RemoveNodes(releases, SyntaxRemoveOptions.KeepNoTrivia)!.Statements.ToList();
        if (hadFinally && following[following.Count - 1] is TryStatementSyntax { Finally.Block.Statements.Count: 0 } emptied)
        {
            following.RemoveAt(following.Count - 1);
            following.AddRange(emptied.Catches.Count == 0 ? emptied.Block.Statements : new[] { emptied.WithFinally(null) });
        }

        return following;
    }

    /// <summary>The root with other statements in their place, and in that of the one before them.</summary>
    public SyntaxNode Replace(SyntaxNode root, IEnumerable<StatementSyntax> statements, bool replacesAnchor = false)
    {
        IEnumerable<StatementSyntax> before = Block.Statements.Take(replacesAnchor ? First - 1 : First);
        return root.ReplaceNode(Block, Block.WithStatements(SyntaxFactory.List(before.Concat(statements))).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private IEnumerable<StatementSyntax> Following => Block.Statements.Skip(First);
}
