using System.Collections.Generic;
using System.Linq;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.Locking;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DeclIommu.CodeFixes.References;

/// <summary>A local variable that is declared with an owned reference.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Block">The block of the declaration.</param>
/// <param name="Symbol">The variable.</param>
/// <param name="Release">How its reference is given up.</param>
internal sealed record OwnedVariable(LocalDeclarationStatementSyntax Declaration, BlockSyntax Block, ILocalSymbol Symbol, GivingBack Release)
{
    public string Name => Symbol.Name;

    /// <summary>The variable may hold null.</summary>
    public bool IsNullable => Symbol.Type.NullableAnnotation is NullableAnnotation.Annotated && Declaration.Declaration.Type.ToString() is not "var";

    /// <summary>The variable whose initializer is the reported expression, if the reference stays with it and can be given up where its block ends.</summary>
    public static OwnedVariable? Find(FixPlace place)
    {
        SyntaxNode initializer = place.Node;
        while (initializer.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            initializer = initializer.Parent;
        }

        if (place.Node.Span != place.Diagnostic.Location.SourceSpan || place.Node is not ExpressionSyntax acquire
            || initializer.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration } variable }
            || declaration.Declaration.Variables.Count != 1 || declaration.UsingKeyword.RawKind != 0
            || place.Model.GetDeclaredSymbol(variable, place.Cancellation) is not ILocalSymbol symbol || GivingBack.Find(acquire, symbol, place) is not { } release)
        {
            return null;
        }

        var found = new OwnedVariable(declaration, block, symbol, release);
        return found.Uses(place).Any(use => found.IsHandedOn(use, place)) ? null : found;
    }

    private IEnumerable<IdentifierNameSyntax> Uses(FixPlace place)
        => Block.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == Name && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, Symbol));

    /// <summary>Whether the reference goes elsewhere: it is returned, stored, captured, passed to who may keep it, or given up in a way that cannot be moved.</summary>
    private bool IsHandedOn(IdentifierNameSyntax use, FixPlace place)
    {
        if (use.Ancestors().TakeWhile(outer => outer != Block).Any(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            return true;
        }

        if (Release.HasUse(use))
        {
            var statement = use.FirstAncestorOrSelf<ExpressionStatementSyntax>()!;
            return statement.Parent is not BlockSyntax || (Release.TakesArgument && statement.DescendantNodes().OfType<ArgumentSyntax>().Skip(1).Any(static argument => argument.Expression is not LiteralExpressionSyntax));
        }

        SyntaxNode value = use;
        while (value.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == value => access.Name.Identifier.ValueText == Release.Method.Name && !Release.TakesArgument
                || (access.Parent is not InvocationExpressionSyntax && place.Model.GetSymbolInfo(access, place.Cancellation).Symbol is IMethodSymbol),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } => binding.Name.Identifier.ValueText == Release.Method.Name && !Release.TakesArgument,
            ConditionalAccessExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or ElementAccessExpressionSyntax or CommonForEachStatementSyntax => false,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PointerIndirectionExpression } => false,
            ArgumentSyntax argument => MayTake(argument, place),
            EqualsValueClauseSyntax clause => clause.Parent?.Parent?.Parent is not FixedStatementSyntax && !IsSpan(use, place),
            _ => true,
        };
    }

    private static bool IsSpan(IdentifierNameSyntax use, FixPlace place) => place.Model.GetTypeInfo(use, place.Cancellation).ConvertedType is { Name: "Span" or "ReadOnlySpan", IsRefLikeType: true };

    private bool MayTake(ArgumentSyntax argument, FixPlace place)
    {
        CallSite? site = argument.RefKindKeyword.RawKind != 0 || argument.Parent?.Parent is not { } call ? null : place.Model.GetOperation(call, place.Cancellation) switch
        {
            IInvocationOperation invocation => new CallSite(invocation, CallTarget.Of(invocation), invocation.Instance, invocation.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => new CallSite(creation, constructor, null, creation.Arguments),
            _ => null,
        };
        if (site?.Arguments.FirstOrDefault(passed => passed.Syntax == argument)?.Parameter is not { } parameter)
        {
            return true;
        }

        ReferenceScope scope = place.ReadScope();
        if (scope.Contracts.IsCounted(Symbol.Type))
        {
            return scope.Contracts.Of(site.Method).Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Consumes || !scope.Contracts.IsCounted(parameter.Type);
        }

        return UnknownTakers.Judge(site, parameter) switch
        {
            TakerKind.Never => false,
            TakerKind.Maybe => !Block.DescendantNodes().Any(Release.Is),
            _ => true,
        };
    }
}
