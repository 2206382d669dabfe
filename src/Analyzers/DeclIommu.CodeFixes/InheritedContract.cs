using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.CodeFixes;

/// <summary>Makes a method and the one that it stands in for carry the same contract attributes.</summary>
internal static class InheritedContract
{
    public static IMethodSymbol? Base(IMethodSymbol method)
        => method.OverriddenMethod
            ?? method.ExplicitInterfaceImplementations.FirstOrDefault()
            ?? method.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(method.Name).OfType<IMethodSymbol>())
                .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(candidate), method));

    /// <summary>Edits that make a method and the one that it stands in for say the same.</summary>
    /// <param name="family">What to call the contract.</param>
    /// <param name="key">The key of the edit.</param>
    /// <param name="place">A diagnostic on the name of a method.</param>
    /// <param name="names">The names of the attributes that make up the contract.</param>
    /// <param name="offersBase">Whether a base that says nothing may take the contract of the method as well.</param>
    public static IEnumerable<Edit> Find(string family, string key, FixPlace place, Func<string, bool> names, bool offersBase)
    {
        if (place.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || method.Identifier.Span != place.Diagnostic.Location.SourceSpan
            || place.Model.GetDeclaredSymbol(method, place.Cancellation) is not { } own || Base(own) is not { } inherited)
        {
            yield break;
        }

        Contract promised = Contract.Of(inherited, names);
        HashSet<string> written = Contract.WrittenNames(method, place.Model, names, place.Cancellation);
        yield return Edit.Replace("Take the " + family + " contract of '" + NameOf(inherited) + "'", key, method, current => Replace(current, written, promised));
        if (offersBase && promised.IsEmpty && inherited.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation) is MethodDeclarationSyntax declaration
            && place.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not null)
        {
            Contract given = Contract.Of(own, names);
            yield return Edit.Replace("Give '" + NameOf(inherited) + "' the " + family + " contract", key + ".Base", declaration, current => Replace(current, new HashSet<string>(), given));
        }
    }

    private static string NameOf(IMethodSymbol method) => method.ContainingType.Name + "." + method.Name;

    private static MethodDeclarationSyntax Replace(MethodDeclarationSyntax method, HashSet<string> written, Contract contract)
    {
        MethodDeclarationSyntax changed = method.WithAttributeLists(Without(method.AttributeLists, written)).WithLeadingTrivia(method.GetLeadingTrivia());
        SeparatedSyntaxList<ParameterSyntax> parameters = changed.ParameterList.Parameters;
        changed = changed.WithParameterList(changed.ParameterList.ReplaceNodes(parameters, (original, current) =>
        {
            string own = contract.Parameters[parameters.IndexOf(original)];
            ParameterSyntax bare = current.WithAttributeLists(Without(current.AttributeLists, written)).WithLeadingTrivia(current.GetLeadingTrivia());
            return own.Length == 0 ? bare : AttributeLists.Add(bare, own);
        }));
        return contract.Method.Length == 0 ? changed : AttributeLists.Add(changed, contract.Method);
    }

    private static SyntaxList<AttributeListSyntax> Without(SyntaxList<AttributeListSyntax> lists, HashSet<string> names)
        => SyntaxFactory.List(lists
            .Select(list => list.WithAttributes(SyntaxFactory.SeparatedList(list.Attributes.Where(attribute => !names.Contains(attribute.Name.ToString())))))
            .Where(static list => list.Attributes.Count > 0));

    /// <summary>The contract attributes of a method, as they would be written.</summary>
    private sealed record Contract(string Method, ImmutableArray<string> Parameters)
    {
        public bool IsEmpty => Method.Length == 0 && Parameters.All(static parameter => parameter.Length == 0);

        public static Contract Of(IMethodSymbol method, Func<string, bool> names) => new(
            Write(method.GetAttributes().AddRange(method.GetReturnTypeAttributes()), names),
            method.Parameters.Select(parameter => Write(parameter.GetAttributes(), names)).ToImmutableArray());

        public static HashSet<string> WrittenNames(MethodDeclarationSyntax method, SemanticModel model, Func<string, bool> names, CancellationToken cancellation)
            => new(method.DescendantNodes(static node => node is not BlockSyntax).OfType<AttributeSyntax>()
                .Where(attribute => Is(model.GetTypeInfo(attribute, cancellation).Type, names)).Select(static attribute => attribute.Name.ToString()));

        private static bool Is(ITypeSymbol? type, Func<string, bool> names)
            => type is { ContainingNamespace: { Name: "Contracts", ContainingNamespace.Name: "DeclIommu" } } && names(type.Name);

        private static string Write(ImmutableArray<AttributeData> attributes, Func<string, bool> names)
            => string.Join(", ", attributes.Where(attribute => Is(attribute.AttributeClass, names)).Select(Write));

        private static string Write(AttributeData attribute)
        {
            string name = attribute.AttributeClass!.Name;
            IEnumerable<string> values = attribute.ConstructorArguments.SelectMany(static argument => argument.Kind is TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument)).Select(static argument => argument.ToCSharpString());
            string arguments = string.Join(", ", values.Concat(attribute.NamedArguments.Select(static argument => argument.Key + " = " + argument.Value.ToCSharpString())));
            return name.Substring(0, name.Length - "Attribute".Length) + (arguments.Length == 0 ? "" : "(" + arguments + ")");
        }
    }
}
