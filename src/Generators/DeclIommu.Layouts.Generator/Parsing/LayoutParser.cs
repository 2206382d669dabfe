using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads a layout. The generator takes the model, the analyzer the faults: one parser, two callers.</summary>
internal static class LayoutParser
{
    private const int MaximumBits = 1 << 19;

    /// <summary>The model of a layout; null if it has an error.</summary>
    public static LayoutModel? Parse(INamedTypeSymbol type, FaultSink faults)
    {
        AttributeData attribute = type.Find(WellKnownNames.Layout)!;
        int bits = attribute.Argument<int>(0);
        TypeModel place = TypeParser.Parse(type, faults);
        if (bits <= 0 || bits % 8 != 0 || bits > MaximumBits)
        {
            faults.Add(LayoutDiagnostics.InvalidSize, FaultSink.LocationOf(attribute, type), FaultSink.LocationOf(type), type.Name, bits, MaximumBits);
            return null;
        }

        if (type.IsReadOnly)
        {
            faults.Add(LayoutDiagnostics.ReadOnlyStruct, FaultSink.LocationOf(type), FaultSink.LocationOf(attribute, type), type.Name);
        }

        CheckMembers(type, faults);
        var map = new BitMap(bits);
        IReadOnlyList<ISymbol> members = DeclaredMembers.Fields(type);
        List<FieldModel> fields = ParseFields(members, bits, map, faults);
        var fallback = (ReservedPolicy)attribute.Named<int>("Reserved");
        ParseReserved(type, bits, map, faults);
        ITypeSymbol? capabilities = CapabilityRules.TypeOf(attribute, type, faults);
        CheckReferences(type, members, capabilities, faults);
        CheckPublication(members, faults);
        CheckGate(type, capabilities, faults);
        if (faults.HasErrors)
        {
            return null;
        }

        return new LayoutModel
        {
            Type = place,
            Bits = bits,
            IsBigEndian = attribute.Named<int>("ByteOrder") == 1,
            Fields = new EquatableArray<FieldModel>(fields),
            Reserved = new EquatableArray<ReservedRange>(map.Gaps(fallback)),
            DefaultReserved = fallback,
            Capabilities = capabilities?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            CapabilitiesAccessibility = CapabilityRules.AccessibilityOf(capabilities, type),
            CapabilitiesIsClass = capabilities is { IsReferenceType: true },
            HasOwnCapabilitiesConstructor = type.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, capabilities)),
            CommandOpcode = type.Find(WellKnownNames.Command)?.Argument<ulong>(0),
            CommandCapability = type.Find(WellKnownNames.AvailableWhen)?.Argument<string>(0),
            HasOwnText = GeneratedMember.HasOwnText(type),
        };
    }

    private static List<FieldModel> ParseFields(IReadOnlyList<ISymbol> members, int bits, BitMap map, FaultSink faults)
    {
        var fields = new List<FieldModel>();
        foreach (ISymbol member in members)
        {
            if (FieldParser.Parse(member, bits, faults) is not { } field)
            {
                continue;
            }

            fields.Add(field);
            if (map.Take(field, member) is { } clash)
            {
                bool isSelf = SymbolEqualityComparer.Default.Equals(clash.Owner, member);
                faults.Add(
                    isSelf ? LayoutDiagnostics.PiecesOverlap : LayoutDiagnostics.Overlap,
                    FaultSink.LocationOf(member),
                    isSelf ? null : FaultSink.LocationOf(clash.Owner),
                    field.Name,
                    clash.Bit,
                    isSelf ? clash.Bit : clash.Owner.Name);
            }
        }

        return fields;
    }

    private static void ParseReserved(INamedTypeSymbol type, int bits, BitMap map, FaultSink faults)
    {
        foreach (AttributeData attribute in type.FindAll(WellKnownNames.Reserved))
        {
            Location where = FaultSink.LocationOf(attribute, type);
            int msb = attribute.Argument<int>(0);
            int lsb = attribute.Argument<int>(1);
            if (lsb < 0 || msb < lsb)
            {
                faults.Add(LayoutDiagnostics.InvertedRange, where, "Reserved", msb, lsb);
            }
            else if (msb >= bits)
            {
                faults.Add(LayoutDiagnostics.PastTheEnd, where, FaultSink.LocationOf(type), "Reserved", msb, type.Name, bits);
            }
            else if (map.Reserve(msb, lsb, (ReservedPolicy)attribute.Argument<int>(2)) is { } clash)
            {
                faults.Add(LayoutDiagnostics.ReservedOverlap, where, clash.Owner is null ? null : FaultSink.LocationOf(clash.Owner), clash.Bit, clash.Owner?.Name ?? "another reserved range");
            }
        }
    }

    private static void CheckMembers(INamedTypeSymbol type, FaultSink faults)
    {
        foreach (ISymbol member in DeclaredMembers.Of(type))
        {
            bool isField = FieldParser.IsField(member);
            string name = member.Name.StartsWith("Get", System.StringComparison.Ordinal) && member is IMethodSymbol && isField ? member.Name.Substring(3) : member.Name;
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } storage && !IsGenerated(storage))
            {
                faults.Add(LayoutDiagnostics.InstanceField, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, member.Name);
            }
            else if (isField && GeneratedMember.IsTaken(type, name))
            {
                faults.Add(LayoutDiagnostics.NameTaken, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, name);
            }
            else if (!isField && BankMembers.IsOwn(member) && GeneratedMember.IsRepeatedBy(type, member))
            {
                faults.Add(LayoutDiagnostics.NameTaken, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, member.Name);
            }
            else if (!isField && UnplacedMember.Is(member))
            {
                faults.Add(LayoutDiagnostics.NoPlace, FaultSink.LocationOf(member), FaultSink.LocationOf(type), type.Name, member.Name);
            }
        }
    }

    private static void CheckReferences(INamedTypeSymbol type, IReadOnlyList<ISymbol> members, ITypeSymbol? capabilities, FaultSink faults)
    {
        foreach (ISymbol member in members)
        {
            if (member.Find(WellKnownNames.LockedBy) is { } locked && members.All(field => field.Name != locked.Argument<string>(0)))
            {
                faults.Add(LayoutDiagnostics.UnknownLock, FaultSink.LocationOf(locked, member), FaultSink.LocationOf(member), member.Name, locked.Argument<string>(0) ?? "null", type.Name);
            }

            if (member.Find(WellKnownNames.AvailableWhen) is { } gate)
            {
                CapabilityRules.Check(gate, member, capabilities, faults);
            }

            CapabilityRules.CheckEnum(member, capabilities, faults);
        }
    }

    private static void CheckGate(INamedTypeSymbol type, ITypeSymbol? capabilities, FaultSink faults)
    {
        if (type.Find(WellKnownNames.AvailableWhen) is { } gate)
        {
            CapabilityRules.Check(gate, type, capabilities, faults);
        }
    }

    private static void CheckPublication(IReadOnlyList<ISymbol> members, FaultSink faults)
    {
        ISymbol[] published = [.. members.Where(static member => member.Has(WellKnownNames.PublishedLast))];
        if (published.Length > 1)
        {
            faults.Add(LayoutDiagnostics.PublishedTwice, FaultSink.LocationOf(published[1]), FaultSink.LocationOf(published[0]), published[1].Name, published[0].Name);
        }
    }

    // In a compilation that contains the generator's output the storage words are there too.
    private static bool IsGenerated(ISymbol member) =>
        member.Name.StartsWith("_word", System.StringComparison.Ordinal)
        && member.DeclaringSyntaxReferences.All(static reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", System.StringComparison.Ordinal));
}
