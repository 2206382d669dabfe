using System.Collections.Generic;
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
        WellKnownNames.Discriminator, WellKnownNames.PublishedLast, WellKnownNames.Command,
    ];

    // These stand on registers too.
    private static readonly string[] SharedAttributes = [WellKnownNames.Repeat, WellKnownNames.Access, WellKnownNames.Reset];

    /// <summary>The attributes that give a member its place: the generator finds misplaced members by them.</summary>
    public static IReadOnlyList<string> Places { get; } = [WellKnownNames.Bit, WellKnownNames.Bits, WellKnownNames.Register];

    /// <summary>Checks a member that has a place; of what lies in no type the compiler tells.</summary>
    public static void CheckPlaced(ISymbol member, FaultSink faults)
    {
        if (member.ContainingType is { } type)
        {
            Check(type, [member], faults);
        }
    }

    /// <summary>Checks a type and those of its members that have no place.</summary>
    public static void CheckUnplaced(INamedTypeSymbol type, FaultSink faults) =>
        Check(type, type.GetMembers().Where(static member => !Places.Any(member.Has)).Prepend(type), faults);

    private static void Check(INamedTypeSymbol type, IEnumerable<ISymbol> subjects, FaultSink faults)
    {
        if (!type.Has(WellKnownNames.Layout))
        {
            Check(type, subjects, "Layout", type.Has(WellKnownNames.RegisterBank) ? LayoutAttributes : [.. LayoutAttributes, .. SharedAttributes, .. OfStructs(type)], faults);
        }

        if (!type.Has(WellKnownNames.RegisterBank))
        {
            Check(type, subjects, "RegisterBank", [WellKnownNames.Register], faults);
        }
    }

    // Members of enums are gated too.
    private static string[] OfStructs(INamedTypeSymbol type) => type.TypeKind == TypeKind.Enum ? [] : [WellKnownNames.AvailableWhen];

    // A field in a bank has a rule of its own, and so has a register in a layout by way of the missing place.
    private static void Check(INamedTypeSymbol type, IEnumerable<ISymbol> subjects, string missing, string[] attributes, FaultSink faults)
    {
        foreach (ISymbol subject in subjects)
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
