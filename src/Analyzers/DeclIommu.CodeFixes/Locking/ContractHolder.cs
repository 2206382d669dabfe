using System.Linq;
using System.Threading;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.Locking;

/// <summary>Finds the declaration on which the code around a place can say that its callers hold a lock.</summary>
internal static class ContractHolder
{
    /// <summary>The method, constructor, operator, accessor, property with one expression, or local function; null where nobody reads a contract.</summary>
    public static SyntaxNode? Around(SyntaxNode node, SemanticModel model, ContractReader contracts, AnalysisOptions options, CancellationToken cancellation)
    {
        for (SyntaxNode? outer = node; outer is not null; outer = outer.Parent)
        {
            switch (outer)
            {
                // Who runs the delegate at once does so under the locks of whoever passes it; of others nothing is known.
                case AnonymousFunctionExpressionSyntax when !RunsAtOnce(outer, model, contracts, options, cancellation):
                    return null;
                case LocalFunctionStatementSyntax or AccessorDeclarationSyntax or MethodDeclarationSyntax or ConstructorDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax:
                    return CanRequire(model.GetDeclaredSymbol(outer, cancellation) as IMethodSymbol) ? outer : null;
                case ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or IndexerDeclarationSyntax }:
                    return CanRequire((model.GetDeclaredSymbol(outer.Parent, cancellation) as IPropertySymbol)?.GetMethod) ? outer.Parent : null;
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The block or the expression that a declaration stands for.</summary>
    public static SyntaxNode Body(SyntaxNode holder) => holder.ChildNodes().FirstOrDefault(static child => child is BlockSyntax or ArrowExpressionClauseSyntax) ?? holder;

    /// <summary>The attributes of a declaration.</summary>
    public static SyntaxList<AttributeListSyntax> Attributes(SyntaxNode holder) => holder switch
    {
        MemberDeclarationSyntax member => member.AttributeLists,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists,
        LocalFunctionStatementSyntax function => function.AttributeLists,
        _ => default,
    };

    /// <summary>Whether callers, who see the declaration from outside, know a lock by an expression that stands in its body.</summary>
    public static bool CanName(SyntaxNode holder, ExpressionSyntax @lock, SemanticModel model, CancellationToken cancellation)
    {
        ExpressionSyntax root = @lock;
        while (root is MemberAccessExpressionSyntax access)
        {
            root = access.Expression;
        }

        ISymbol? declared = model.GetDeclaredSymbol(holder, cancellation);
        if (root is ThisExpressionSyntax)
        {
            return root != @lock && CanName(declared, isOfInstance: true);
        }

        return root is IdentifierNameSyntax && model.GetSpeculativeSymbolInfo(Inside(holder), root, SpeculativeBindingOption.BindAsExpression).Symbol switch
        {
            IFieldSymbol field => CanName(declared, !field.IsStatic),
            IPropertySymbol property => CanName(declared, !property.IsStatic),
            IParameterSymbol parameter => parameter.Name is not "value" || declared is not IMethodSymbol { MethodKind: MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove },
            INamedTypeSymbol => true,
            _ => false,
        };
    }

    // Nobody holds a lock of an object that is not there yet.
    private static bool CanName(ISymbol? holder, bool isOfInstance) => !(isOfInstance && holder is IMethodSymbol { MethodKind: MethodKind.Constructor });

    private static bool CanRequire(IMethodSymbol? method)
        => method is { MethodKind: not (MethodKind.StaticConstructor or MethodKind.EventAdd or MethodKind.EventRemove) } && (method.MethodKind is MethodKind.LocalFunction || !StandsInForAnother(method));

    // A contract that the base does not have is a fault of its own.
    private static bool StandsInForAnother(IMethodSymbol method)
        => InheritedContract.Base(method) is not null
            || (method.AssociatedSymbol is IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false });

    private static bool RunsAtOnce(SyntaxNode function, SemanticModel model, ContractReader contracts, AnalysisOptions options, CancellationToken cancellation)
        => model.GetOperation(function, cancellation) is { } operation && ImmediateDelegates.ArgumentOf(operation) is { } argument && ImmediateDelegates.IsImmediate(argument, contracts, options);

    private static int Inside(SyntaxNode holder) => Body(holder) is BlockSyntax block ? block.OpenBraceToken.Span.End : Body(holder) is ArrowExpressionClauseSyntax arrow ? arrow.Expression.SpanStart : holder.SpanStart;
}
