using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    /// <summary>The attributes that give a member its place, and which attribute its type has to have: the generator finds misplaced members by them.</summary>
    public static IReadOnlyList<(string Attribute, string Home)> Places { get; } = [(WellKnownNames.Bit, "Layout"), (WellKnownNames.Bits, "Layout"), (WellKnownNames.Register, "RegisterBank")];

    /// <summary>False for a member whose type is seen in the syntax to be its home: to bind thousands of them at each edit costs more than to parse them.</summary>
    public static bool MayBeOutside(SyntaxNode node, string home) =>
        node is MemberDeclarationSyntax && !(node.Parent is TypeDeclarationSyntax type && type.AttributeLists.Any(list => list.Attributes.Any(attribute => IsNamed(attribute, home))));

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
        Check(type, DeclaredMembers.Of(type).Where(static member => !Places.Any(place => member.Has(place.Attribute))).Prepend(type), faults);

    private static bool IsNamed(AttributeSyntax attribute, string name)
    {
        SimpleNameSyntax written = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax qualified => qualified.Name,
            _ => (SimpleNameSyntax)attribute.Name,
        };
        return written.Identifier.ValueText == name || written.Identifier.ValueText == name + "Attribute";
    }

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
