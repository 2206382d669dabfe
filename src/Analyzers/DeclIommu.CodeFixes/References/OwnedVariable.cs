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

/// <summary>A local variable that gets an owned reference, and the statements that may use it.</summary>
/// <param name="Binding">How it gets the reference.</param>
/// <param name="Scope">The block of its declaration.</param>
/// <param name="Symbol">The variable.</param>
/// <param name="Release">How its reference is given up.</param>
internal sealed record OwnedVariable(OwnedBinding Binding, BlockSyntax Scope, ILocalSymbol Symbol, GivingBack Release)
{
    public string Name => Symbol.Name;

    /// <summary>The variable that gets what the reported expression gives, if the reference stays with it and can be given up where the statements end.</summary>
    public static OwnedVariable? Find(FixPlace place)
    {
        if (place.Node.Span != place.Diagnostic.Location.SourceSpan || place.Node is not ExpressionSyntax acquire)
        {
            return null;
        }

        foreach (OwnedBinding binding in OwnedBinding.Find(acquire, place))
        {
            if (binding.Variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation).FirstAncestorOrSelf<BlockSyntax>() is { } scope
                && GivingBack.Find(binding.Acquire, binding.Variable, place) is { } release)
            {
                var found = new OwnedVariable(binding, scope, binding.Variable, release);
                if (found.Uses(place).All(use => binding.Covers(use) && !found.IsHandedOn(use, place)))
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>The uses of the variable after it got the reference, and before: all but the one that gives it the reference.</summary>
    private IEnumerable<IdentifierNameSyntax> Uses(FixPlace place)
        => Scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == Name && name != Binding.Target && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, Symbol));

    /// <summary>Whether the reference goes elsewhere: it is returned, stored, captured, passed to who may keep it, or given up in a way that cannot be moved.</summary>
    private bool IsHandedOn(IdentifierNameSyntax use, FixPlace place)
    {
        if (use.Ancestors().TakeWhile(outer => outer != Scope).Any(static outer => outer is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            return true;
        }

        if (Release.Around(use) is { } statement)
        {
            return statement.Parent is not BlockSyntax || (Release.TakesArgument && GivingBack.HasFurtherArguments(statement));
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
            TakerKind.Maybe => !Scope.DescendantNodes().Any(Release.Is),
            _ => true,
        };
    }
}
