using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>What must hold for the capabilities that a declaration names.</summary>
internal static class CapabilityRules
{
    /// <summary>The type that a layout or bank names as its capabilities, if values of it can be passed.</summary>
    public static ITypeSymbol? TypeOf(AttributeData attribute, INamedTypeSymbol type, FaultSink faults)
    {
        if (attribute.Named<ITypeSymbol>("Capabilities") is not { TypeKind: not TypeKind.Error } capabilities)
        {
            return null;
        }

        if (capabilities is { SpecialType: SpecialType.System_Void } or { IsStatic: true } or { IsRefLikeType: true } or INamedTypeSymbol { IsUnboundGenericType: true }
            || capabilities.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            faults.Add(LayoutDiagnostics.NoCapabilities, FaultSink.LocationOf(attribute, type), FaultSink.LocationOf(type), type.Name, capabilities.ToDisplayString());
            return null;
        }

        return capabilities;
    }

    /// <summary>Checks the gate of a field, register or type.</summary>
    public static void Check(AttributeData gate, ISymbol member, ITypeSymbol? capabilities, FaultSink faults) =>
        Check(gate, FaultSink.LocationOf(gate, member), member.Name, member.ContainingAssembly, capabilities, capabilities is null ? null : FaultSink.LocationOf(capabilities), faults);

    /// <summary>Checks the gates of the members of a field's enum: the enum may serve layouts with other capabilities too.</summary>
    public static void CheckEnum(ISymbol member, ITypeSymbol? capabilities, FaultSink faults)
    {
        if (MemberParser.TypeOf(member) is not INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
        {
            return;
        }

        foreach (ISymbol value in type.GetMembers())
        {
            if (value.Find(WellKnownNames.AvailableWhen) is { } gate)
            {
                Check(gate, FaultSink.LocationOf(member), $"{type.Name}.{value.Name}", member.ContainingAssembly, capabilities, FaultSink.LocationOf(gate, value), faults);
            }
        }
    }

    /// <summary>What a member that takes values of the type can be declared as.</summary>
    public static string AccessibilityOf(ITypeSymbol? capabilities, INamedTypeSymbol type) => capabilities switch
    {
        null => "public",
        _ when Least(capabilities) is Accessibility.Public || (type.ContainingType is { } container && SymbolEqualityComparer.Default.Equals(container, capabilities.ContainingType)
            && type.DeclaredAccessibility <= capabilities.DeclaredAccessibility) => "public",
        _ when Least(capabilities) is Accessibility.Internal or Accessibility.ProtectedOrInternal => "internal",
        _ => "private",
    };

    private static void Check(AttributeData gate, Location where, string subject, IAssemblySymbol assembly, ITypeSymbol? capabilities, Location? other, FaultSink faults)
    {
        string? name = gate.Argument<string>(0);
        if (capabilities is not null && !Properties(capabilities, assembly).Any(property => property.Name == name))
        {
            faults.Add(LayoutDiagnostics.UnknownCapability, where, other, subject, name ?? "null", capabilities.Name);
        }
    }

    private static IEnumerable<IPropertySymbol> Properties(ITypeSymbol type, IAssemblySymbol assembly)
    {
        IEnumerable<ITypeSymbol> types = type.TypeKind == TypeKind.Interface ? [type, .. type.AllInterfaces] : WithBases(type);
        return types.SelectMany(static declaring => declaring.GetMembers().OfType<IPropertySymbol>())
            .Where(property => property is { IsStatic: false, IsIndexer: false, Type.SpecialType: SpecialType.System_Boolean, GetMethod: { } getter } && IsVisible(getter, assembly));
    }

    private static IEnumerable<ITypeSymbol> WithBases(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static bool IsVisible(IMethodSymbol getter, IAssemblySymbol assembly) => getter.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(getter.ContainingAssembly, assembly) || getter.ContainingAssembly.GivesAccessTo(assembly),
        _ => false,
    };

    // The narrowest of the type, the types around it and its type arguments; anything below internal counts as private.
    private static Accessibility Least(ITypeSymbol type)
    {
        var least = Accessibility.Public;
        for (ISymbol? symbol = type is IArrayTypeSymbol array ? array.ElementType : type; symbol is ITypeSymbol; symbol = symbol.ContainingSymbol)
        {
            Accessibility own = symbol is INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments }
                ? arguments.Select(Least).Append(symbol.DeclaredAccessibility).Min()
                : symbol.DeclaredAccessibility;
            least = own < least ? own : least;
        }

        return least;
    }
}
