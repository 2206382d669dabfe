using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Finds fields and registers of types that are no layout and no bank: nothing would be generated, and nobody would say why.</summary>
internal static class OutsideRules
{
    private static readonly string[] LayoutAttributes =
    [
        WellKnownNames.Bit, WellKnownNames.Bits, WellKnownNames.Reserved, WellKnownNames.Scaled, WellKnownNames.Constant, WellKnownNames.LockedBy, WellKnownNames.Exhaustive,
        WellKnownNames.Discriminator, WellKnownNames.PublishedLast,
    ];

    // These stand on registers too.
    private static readonly string[] SharedAttributes = [WellKnownNames.Repeat, WellKnownNames.Access, WellKnownNames.Reset];

    public static void Check(INamedTypeSymbol type, FaultSink faults)
    {
        if (!type.Has(WellKnownNames.Layout))
        {
            Check(type, "Layout", type.Has(WellKnownNames.RegisterBank) ? LayoutAttributes : [.. LayoutAttributes, .. SharedAttributes], faults);
        }

        if (!type.Has(WellKnownNames.RegisterBank))
        {
            Check(type, "RegisterBank", [WellKnownNames.Register], faults);
        }
    }

    // A field in a bank has a rule of its own, and so has a register in a layout by way of the missing place.
    private static void Check(INamedTypeSymbol type, string missing, string[] attributes, FaultSink faults)
    {
        foreach (ISymbol subject in type.GetMembers().Prepend(type))
        {
            if (subject.Has(WellKnownNames.Register) && missing == "Layout")
            {
                continue;
            }

            AttributeData? misplaced = attributes.Select(subject.Find).FirstOrDefault(static found => found is not null);
            if (misplaced is not null)
            {
                string name = misplaced.AttributeClass!.Name.Replace("Attribute", string.Empty);
                faults.Add(LayoutDiagnostics.OutsideLayout, FaultSink.LocationOf(misplaced, subject), FaultSink.LocationOf(type), subject.Name, name, type.Name, missing);
            }
        }
    }
}
