using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>What must hold for a capability that a declaration names.</summary>
internal static class CapabilityRules
{
    public static void Check(AttributeData gate, ISymbol member, ITypeSymbol? capabilities, FaultSink faults)
    {
        string? name = gate.Argument<string>(0);
        if (capabilities is null or { TypeKind: TypeKind.Error })
        {
            return;
        }

        if (!Properties(capabilities).Any(property => property.Name == name))
        {
            faults.Add(
                LayoutDiagnostics.UnknownCapability,
                FaultSink.LocationOf(gate, member),
                FaultSink.LocationOf(capabilities),
                member.Name,
                name ?? "null",
                capabilities.Name);
        }
    }

    private static IEnumerable<IPropertySymbol> Properties(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IPropertySymbol property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, Type.SpecialType: SpecialType.System_Boolean, GetMethod: not null })
                {
                    yield return property;
                }
            }
        }
    }
}
