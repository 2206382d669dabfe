using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads how a field or register is declared: a partial property, a partial indexer, or a pair of partial methods.</summary>
internal static class MemberParser
{
    /// <summary>The declaration of a property or <c>Get…</c> method; null after a fault.</summary>
    public static MemberModel? Parse(ISymbol member, FaultSink faults) => member switch
    {
        { DeclaringSyntaxReferences.IsEmpty: true } => Compiled(member),
        IPropertySymbol property => ParseProperty(property, faults),
        IMethodSymbol method => ParseMethods(method, faults),
        _ => null,
    };

    /// <summary>The type of the values.</summary>
    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IMethodSymbol)member).ReturnType;

    // A layout of a referenced assembly, in a bank of this one: nothing is generated for it, only its fields are of interest.
    private static MemberModel Compiled(ISymbol member) => new()
    {
        Form = member switch { IMethodSymbol => AccessorForm.Methods, IPropertySymbol { IsIndexer: true } => AccessorForm.Indexer, _ => AccessorForm.Property },
        Name = member switch { IMethodSymbol when member.Name.StartsWith("Get", System.StringComparison.Ordinal) => member.Name.Substring(3), IPropertySymbol { IsIndexer: true } => "Item", _ => TypeParser.Escape(member.Name) },
        Modifiers = string.Empty,
    };

    private static MemberModel? ParseProperty(IPropertySymbol property, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(property);
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not BasePropertyDeclarationSyntax syntax)
        {
            return null;
        }

        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            faults.Add(LayoutDiagnostics.MemberNotPartial, where, property.Name);
            return null;
        }

        if (property.IsStatic || property.ReturnsByRef || property.ReturnsByRefReadonly)
        {
            faults.Add(LayoutDiagnostics.UnsupportedMember, where, property.Name);
            return null;
        }

        if (syntax is IndexerDeclarationSyntax && (property.Parameters.Length != 1 || property.Parameters[0].Type.SpecialType != SpecialType.System_Int32))
        {
            faults.Add(LayoutDiagnostics.UnsupportedMember, where, "this[]");
            return null;
        }

        AccessorDeclarationSyntax? getter = syntax.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        AccessorDeclarationSyntax? setter = syntax.AccessorList?.Accessors.FirstOrDefault(static accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        if (getter is null)
        {
            faults.Add(LayoutDiagnostics.NoGetter, where, property.Name);
            return null;
        }

        return new MemberModel
        {
            Form = property.IsIndexer ? AccessorForm.Indexer : AccessorForm.Property,
            Name = property.IsIndexer ? "Item" : TypeParser.Escape(property.Name),
            Modifiers = Text(syntax.Modifiers),
            GetterModifiers = Text(getter.Modifiers),
            SetterModifiers = setter is null ? null : Text(setter.Modifiers),
            SetterIsInit = setter?.IsKind(SyntaxKind.InitAccessorDeclaration) ?? false,
            IndexName = property.IsIndexer ? TypeParser.Escape(property.Parameters[0].Name) : "index",
        };
    }

    private static MemberModel? ParseMethods(IMethodSymbol getter, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(getter);
        if (getter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax syntax
            || !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            faults.Add(LayoutDiagnostics.MemberNotPartial, where, getter.Name);
            return null;
        }

        if (!getter.Name.StartsWith("Get", System.StringComparison.Ordinal) || getter.Name.Length == 3 || getter.IsStatic
            || getter.Parameters.Length != 1 || getter.Parameters[0].Type.SpecialType != SpecialType.System_Int32 || getter.ReturnsByRef || getter.IsGenericMethod)
        {
            faults.Add(LayoutDiagnostics.UnsupportedMember, where, getter.Name);
            return null;
        }

        string name = getter.Name.Substring(3);
        IMethodSymbol? setter = getter.ContainingType.GetMembers("Set" + name).OfType<IMethodSymbol>().FirstOrDefault(method =>
            method is { ReturnsVoid: true, Parameters.Length: 2, IsStatic: false }
            && method.Parameters[0].Type.SpecialType == SpecialType.System_Int32
            && SymbolEqualityComparer.Default.Equals(method.Parameters[1].Type, getter.ReturnType)
            && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
            && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
        return new MemberModel
        {
            Form = AccessorForm.Methods,
            Name = name,
            Modifiers = Text(syntax.Modifiers),
            GetterModifiers = syntax.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? "readonly" : string.Empty,
            SetMethodModifiers = setter is null ? null : Text(((MethodDeclarationSyntax)setter.DeclaringSyntaxReferences[0].GetSyntax()).Modifiers),
            IndexName = TypeParser.Escape(getter.Parameters[0].Name),
            SetIndexName = setter is null ? "index" : TypeParser.Escape(setter.Parameters[0].Name),
            ValueName = setter is null ? "value" : TypeParser.Escape(setter.Parameters[1].Name),
        };
    }

    private static string Text(SyntaxTokenList modifiers) => string.Join(" ", modifiers.Select(static modifier => modifier.Text));
}
