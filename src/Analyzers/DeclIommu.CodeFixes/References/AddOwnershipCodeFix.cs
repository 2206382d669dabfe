using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using DeclIommu.Analyzers;
using DeclIommu.Analyzers.Contracts;
using DeclIommu.Analyzers.References;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes.References;

/// <summary>Declares what code already does with a reference: returns it, stores it, gives it in an out parameter, or takes it over.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddOwnershipCodeFix : EditingCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.Leak, RuleIds.ReleaseOfBorrowed);

    internal override IEnumerable<Edit> Find(FixPlace place)
    {
        ReferenceScope scope = place.ReadScope();
        IEnumerable<Edit?> edits = place.Diagnostic.Id is RuleIds.Leak
            ? HandedOn.Find(place).Select(destination => Declare(destination, place, scope))
            : new[] { Consume(place, scope) };
        return edits.OfType<Edit>();
    }

    private static Edit? Declare(ISymbol destination, FixPlace place, ReferenceScope scope) => destination switch
    {
        IFieldSymbol field when scope.Contracts.IsCounted(field.Type) && !scope.Contracts.IsOwned(field)
            => Edit<FieldDeclarationSyntax>(field, place, "[Owned] on '" + field.Name + "'", static field => AttributeLists.Add(field, "Owned")),
        IPropertySymbol property when scope.Contracts.IsCounted(property.Type) && !scope.Contracts.IsOwned(property)
            => Edit<PropertyDeclarationSyntax>(property, place, "[field: Owned] on '" + property.Name + "'", static property => AttributeLists.Add(property, "field: Owned")),
        IParameterSymbol { RefKind: RefKind.Out } parameter when MayState(parameter, scope)
            => Edit<ParameterSyntax>(parameter, place, "[Owned] on '" + parameter.Name + "'", static parameter => AttributeLists.Add(parameter, "Owned")),
        IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol property } getter when scope.Contracts.IsCounted(property.Type) && IsFree(getter)
            => Edit<BasePropertyDeclarationSyntax>(property, place, "[ReturnsOwned] on '" + property.Name + "'", static property => AttributeLists.Add(property, "ReturnsOwned")),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } function when scope.Contracts.IsCounted(function.ReturnType) && scope.Contracts.Of(function).Result is ResultOwnership.Unstated
            => Edit<LocalFunctionStatementSyntax>(function, place, "[ReturnsOwned] on '" + function.Name + "'", static function => AttributeLists.Add(function, "ReturnsOwned")),
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.UserDefinedOperator or MethodKind.Conversion } method when IsFree(method) && scope.Contracts.Of(method).Result is ResultOwnership.Unstated
            => Edit<BaseMethodDeclarationSyntax>(method, place, "[ReturnsOwned] on '" + method.Name + "'", static method => AttributeLists.Add(method, "ReturnsOwned")),
        _ => null,
    };

    private static Edit? Consume(FixPlace place, ReferenceScope scope)
    {
        SyntaxNode subject = place.Node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            ConditionalAccessExpressionSyntax access => access.Expression,
            _ => place.Node,
        };
        return place.Model.GetSymbolInfo(subject, place.Cancellation).Symbol is IParameterSymbol { RefKind: RefKind.None } parameter && MayState(parameter, scope)
            ? Edit<ParameterSyntax>(parameter, place, "[Consumes] on '" + parameter.Name + "'", static parameter => AttributeLists.Add(parameter, "Consumes"))
            : null;
    }

    private static bool MayState(IParameterSymbol parameter, ReferenceScope scope)
        => parameter.ContainingSymbol is IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.PropertySet) } method && IsFree(method) && scope.Contracts.IsCounted(parameter.Type)
            && scope.Contracts.Of(method).Parameter(parameter.Ordinal).Kind is ParameterOwnershipKind.Unstated;

    // What a member promises beyond the one that it stands in for, callers of that one do not know.
    private static bool IsFree(IMethodSymbol method) => InheritedContract.Base(method) is null;

    private static Edit? Edit<T>(ISymbol symbol, FixPlace place, string what, System.Func<T, SyntaxNode> change)
        where T : SyntaxNode
        => symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation).FirstAncestorOrSelf<T>() is { } declaration
            && place.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not null
            ? CodeFixes.Edit.Replace("Declare " + what, nameof(AddOwnershipCodeFix), declaration, change)
            : null;
}
