using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>The statements of blocks and switch sections.</summary>
internal static class StatementLists
{
    /// <summary>The statements of a block or a switch section; none of other nodes.</summary>
    public static SyntaxList<StatementSyntax> Of(SyntaxNode list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        _ => default,
    };

    /// <summary>The block or section with other statements.</summary>
    public static SyntaxNode With(SyntaxNode list, IEnumerable<StatementSyntax> statements) => list switch
    {
        BlockSyntax block => block.WithStatements(SyntaxFactory.List(statements)),
        SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(statements)),
        _ => list,
    };

    /// <summary>Whether statements declare something by a name that later ones use.</summary>
    public static bool DeclaresFor(IEnumerable<StatementSyntax> statements, IEnumerable<StatementSyntax> later)
    {
        var names = new HashSet<string>(statements.SelectMany(static statement => statement.DescendantNodesAndSelf()).Select(static node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => "",
        }));
        return later.SelectMany(static statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText));
    }
}
