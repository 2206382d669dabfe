using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Flow;
using DeclIommu.Analyzers.Words;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Analyzers.Locking;

/// <summary>The types that have lock statements.</summary>
internal static class LockingTypes
{
    /// <summary>Those that a source declares, or a part of which it declares.</summary>
    public static IEnumerable<INamedTypeSymbol> DeclaredIn(SemanticModel model, CancellationToken cancellation)
    {
        WordKinds words = SourceWords.Of(model.SyntaxTree);
        if ((words & (WordKinds.LockStatement | WordKinds.PartialType)) == 0)
        {
            return Enumerable.Empty<INamedTypeSymbol>();
        }

        bool hasLocks = (words & WordKinds.LockStatement) != 0;
        return model.SyntaxTree.GetRoot(cancellation)
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>()
            .Where(declaration => (hasLocks && Locks(declaration)) || declaration.Modifiers.Any(static modifier => modifier.Text is "partial"))
            .Select(declaration => model.GetDeclaredSymbol(declaration, cancellation)).OfType<INamedTypeSymbol>().Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Where(type => type.DeclaringSyntaxReferences.Any(part => (SourceWords.Of(part.SyntaxTree) & WordKinds.LockStatement) != 0 && Locks(part.GetSyntax(cancellation))));
    }

    /// <summary>The members of a type, in all its parts.</summary>
    public static IEnumerable<MemberBody> Bodies(INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
        => type.DeclaringSyntaxReferences.SelectMany(part
            => MemberBodies.In(part.GetSyntax(cancellation), part.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(part.SyntaxTree), cancellation));

    private static bool Locks(SyntaxNode declaration)
    {
        foreach (int place in SourceWords.In(declaration.SyntaxTree).Places(WordKinds.LockStatement))
        {
            if (declaration.Span.Contains(place) && declaration.FindToken(place).Parent is LockStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
