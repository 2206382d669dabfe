using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads a register bank. The generator takes the model, the analyzer the faults: one parser, two callers.</summary>
internal static class BankParser
{
    private const int AllWidths = 15;

    /// <summary>The model of a bank; null if it has an error.</summary>
    public static BankModel? Parse(INamedTypeSymbol type, FaultSink faults)
    {
        AttributeData attribute = type.Find(WellKnownNames.RegisterBank)!;
        TypeModel place = TypeParser.Parse(type, faults);
        int size = attribute.Argument<int>(0);
        int widths = attribute.Named("Widths", AllWidths) & AllWidths;
        CheckType(type, attribute, size, widths, faults);
        if (faults.HasErrors)
        {
            return null;
        }

        ITypeSymbol? capabilities = CapabilityRules.TypeOf(attribute, type, faults);
        var map = new BankMap(type, size);
        var parser = new RegisterParser(type, capabilities, faults);
        var registers = new List<RegisterModel>();
        bool isComplete = true;
        foreach (ISymbol member in DeclaredMembers.Of(type).Where(static member => member.Has(WellKnownNames.Register)))
        {
            if (parser.Parse(member) is not { } register)
            {
                isComplete = false;
                continue;
            }

            registers.Add(register);
            map.Take(register, member, faults);
        }

        BankMembers.Check(type, registers, capabilities is not null, faults);
        if (faults.HasErrors || !isComplete)
        {
            return null;
        }

        return new BankModel
        {
            Type = place,
            SizeInBytes = size,
            Registers = new EquatableArray<RegisterModel>(registers),
            Capabilities = capabilities?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            CapabilitiesAccessibility = CapabilityRules.AccessibilityOf(capabilities, type),
            CapabilitiesIsClass = capabilities is { IsReferenceType: true },
            OwnNames = new EquatableArray<string>(BankMembers.OwnNames(type)),
            HasOwnStructLayout = type.GetAttributes().Any(static found => found.AttributeClass is { Name: "StructLayoutAttribute" }),
            Widths = widths,
            NaturalAlignment = attribute.Named<int>("Alignment") == 1,
            Miss = attribute.Named<int>("Miss"),
        };
    }

    private static void CheckType(INamedTypeSymbol type, AttributeData attribute, int size, int widths, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(attribute, type);
        if (size < 1)
        {
            faults.Add(BankDiagnostics.InvalidSize, where, FaultSink.LocationOf(type), type.Name, size);
        }

        if (widths == 0)
        {
            faults.Add(BankDiagnostics.NoWidth, where, FaultSink.LocationOf(type), type.Name);
        }

        if (type.IsReadOnly)
        {
            faults.Add(BankDiagnostics.ReadOnlyStruct, FaultSink.LocationOf(type), where, type.Name);
        }

        if (type.Find(WellKnownNames.Layout) is { } layout)
        {
            faults.Add(BankDiagnostics.LayoutAndBank, where, FaultSink.LocationOf(layout, type), type.Name);
        }
    }
}
