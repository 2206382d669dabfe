using System;
using Microsoft.CodeAnalysis;

namespace DeclIommu.CodeFixes;

/// <summary>A change around one node that repairs a diagnostic.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">Tells kinds of edits apart: a fix of all diagnostics repeats those of one kind.</param>
/// <param name="Anchor">The node by which the place is found again after other edits, in the tree of any document of the solution.</param>
/// <param name="Apply">Makes the new root from the root and the anchor in it.</param>
internal sealed record Edit(string Title, string Key, SyntaxNode Anchor, Func<SyntaxNode, SyntaxNode, SyntaxNode> Apply)
{
    /// <summary>An edit that replaces its anchor.</summary>
    public static Edit Replace<T>(string title, string key, T anchor, Func<T, SyntaxNode> change)
        where T : SyntaxNode
        => new(title, key, anchor, (root, node) => root.ReplaceNode(node, change((T)node)));
}
