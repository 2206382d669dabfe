using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>A local variable that is declared with an owned reference.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Block">The block of the declaration.</param>
/// <param name="Symbol">The variable.</param>
/// <param name="Release">The method without parameters that gives the reference up; null if its type has none.</param>
internal sealed record OwnedVariable(LocalDeclarationStatementSyntax Declaration, BlockSyntax Block, ILocalSymbol Symbol, IMethodSymbol? Release)
{
    public string Name => Symbol.Name;

    /// <summary>The variable may hold null.</summary>
    public bool IsNullable => Symbol.Type.NullableAnnotation is NullableAnnotation.Annotated && Declaration.Declaration.Type.ToString() is not "var";

    /// <summary>Nothing follows the declaration.</summary>
    public bool IsLast => Block.Statements.Last() == Declaration;

    /// <summary>The variable whose initializer is the reported expression.</summary>
    public static OwnedVariable? Find(SyntaxNode? reported, SemanticModel model, CancellationToken cancellation)
    {
        if (reported?.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is not { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration } variable } value
            || value.Value.Span != reported.Span || declaration.Declaration.Variables.Count != 1 || declaration.UsingKeyword.RawKind != 0
            || model.GetDeclaredSymbol(variable, cancellation) is not ILocalSymbol symbol)
        {
            return null;
        }

        return new OwnedVariable(declaration, block, symbol, ReleaseOf(symbol.Type));
    }

    /// <summary>Whether the reference goes elsewhere: it is returned, stored, passed to a parameter that consumes it, or released in a way that matters.</summary>
    public bool IsHandedOn(SemanticModel model, CancellationToken cancellation)
        => Uses(model, cancellation).Any(use => use.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == use => access.Name.Identifier.ValueText == Release?.Name && access.Parent?.Parent is not ExpressionStatementSyntax,
            ConditionalAccessExpressionSyntax => false,
            BinaryExpressionSyntax or IsPatternExpressionSyntax => false,
            ArgumentSyntax argument => !Borrows(argument, model, cancellation),
            _ => true,
        });

    /// <summary>The block without the statements that only release the reference.</summary>
    public BlockSyntax WithoutReleases()
    {
        List<StatementSyntax> releases = Block.DescendantNodes().OfType<ExpressionStatementSyntax>()
            .Where(statement => statement.Parent is BlockSyntax && statement.Expression.ToString() is { } text && (text == Name + "." + Release?.Name + "()" || text == Name + "?." + Release?.Name + "()"))
            .ToList<StatementSyntax>();
        return Block.RemoveNodes(releases, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private IEnumerable<IdentifierNameSyntax> Uses(SemanticModel model, CancellationToken cancellation)
        => Block.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, Symbol));

    private static bool Borrows(ArgumentSyntax argument, SemanticModel model, CancellationToken cancellation)
        => argument.RefKindKeyword.RawKind == 0 && argument.Parent?.Parent is { } call && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
            && argument.Parent is ArgumentListSyntax list && list.Arguments.IndexOf(argument) is var index && index < method.Parameters.Length
            && !Has(method.Parameters[index], WellKnownNames.Consumes);

    private static IMethodSymbol? ReleaseOf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty && Has(method, WellKnownNames.ReleasesReference)) is { } release)
            {
                return release;
            }
        }

        return null;
    }

    private static bool Has(ISymbol symbol, string attribute)
        => symbol.GetAttributes().Any(data => data.AttributeClass is { ContainingNamespace.Name: "Contracts" } type && type.Name == attribute);
}
