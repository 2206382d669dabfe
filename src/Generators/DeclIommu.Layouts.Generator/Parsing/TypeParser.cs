using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads where a type stands, and refuses types that the generator cannot add a part to.</summary>
internal static class TypeParser
{
    private const int CSharp13 = 1300;

    public static TypeModel Parse(INamedTypeSymbol type, FaultSink faults)
    {
        Check(type, faults);
        var containers = new List<string>();
        var hint = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, $"partial {Keyword(outer)} {Escape(outer.Name)}");
            hint.Insert(0, outer.Name);
            if (!IsPartial(outer) || outer.IsGenericType)
            {
                faults.Add(LayoutDiagnostics.ContainerNotPartial, FaultSink.LocationOf(type), FaultSink.LocationOf(outer), type.Name, outer.Name);
            }
        }

        string space = type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString();
        if (space.Length > 0)
        {
            hint.Insert(0, space);
        }

        hint.Add(type.Name);
        return new TypeModel
        {
            Namespace = space,
            Name = Escape(type.Name),
            Containers = new EquatableArray<string>(containers),
            FullName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            HintName = string.Join(".", hint).Replace("@", string.Empty),
            Accessibility = SyntaxFacts.GetText(type.DeclaredAccessibility),
        };
    }

    /// <summary>Writes a name so that it is never taken for a keyword.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.All(static reference =>
            reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static void Check(INamedTypeSymbol type, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(type);
        if (!IsPartial(type))
        {
            faults.Add(LayoutDiagnostics.NotPartial, where, type.Name);
        }

        if (type.TypeKind != TypeKind.Struct || type.IsRecord || type.IsRefLikeType || type.IsGenericType || type.IsFileLocal)
        {
            faults.Add(LayoutDiagnostics.NotAPlainStruct, where, type.Name);
        }

        if (type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions options
            && (int)options.LanguageVersion < CSharp13)
        {
            faults.Add(LayoutDiagnostics.LanguageTooOld, where, type.Name, options.LanguageVersion.ToDisplayString());
        }
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct, IsRefLikeType: true } => "struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        { IsRecord: true } => "record",
        _ => "class",
    };
}
