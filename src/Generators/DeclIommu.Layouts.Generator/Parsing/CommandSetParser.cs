using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads a command set and the opcodes of its members.</summary>
internal static class CommandSetParser
{
    /// <summary>The model of a command set; null if it has an error.</summary>
    public static CommandSetModel? Parse(INamedTypeSymbol type, FaultSink faults)
    {
        AttributeData attribute = type.Find(WellKnownNames.CommandSet)!;
        Location where = FaultSink.LocationOf(attribute, type);
        if (type.Find(WellKnownNames.Layout) is not { } layout)
        {
            faults.Add(CommandDiagnostics.CommandSetWithoutLayout, where, FaultSink.LocationOf(type), type.Name);
            return null;
        }

        int bits = layout.Argument<int>(0);
        if (DiscriminatorOf(type, bits) is not { } discriminator)
        {
            faults.Add(CommandDiagnostics.NoDiscriminator, where, FaultSink.LocationOf(type), type.Name);
            return null;
        }

        if (discriminator.Width > 64)
        {
            faults.Add(CommandDiagnostics.DiscriminatorTooWide, where, FaultSink.LocationOf(type), type.Name, discriminator.Width);
            return null;
        }

        var commands = new List<CommandModel>();
        var owners = new Dictionary<ulong, INamedTypeSymbol>();
        foreach (INamedTypeSymbol member in attribute.ArrayArgument<INamedTypeSymbol>(0))
        {
            AttributeData? command = member.Find(WellKnownNames.Command);
            if (member.TypeKind == TypeKind.Error)
            {
                continue;
            }

            if (command is null || member.Find(WellKnownNames.Layout) is not { } memberLayout)
            {
                faults.Add(CommandDiagnostics.NotACommand, where, FaultSink.LocationOf(member), type.Name, member.Name);
                continue;
            }

            if (memberLayout.Argument<int>(0) != bits || memberLayout.Named<int>("ByteOrder") != layout.Named<int>("ByteOrder"))
            {
                faults.Add(CommandDiagnostics.CommandSizeDiffers, where, FaultSink.LocationOf(member), member.Name, memberLayout.Argument<int>(0), type.Name, bits);
                continue;
            }

            ulong opcode = command.Argument<ulong>(0);
            if ((opcode & ~Literal.Ones(discriminator.Width)) != 0)
            {
                faults.Add(CommandDiagnostics.OpcodeTooWide, FaultSink.LocationOf(command, member), where, member.Name, opcode, discriminator.Width);
                continue;
            }

            if (owners.TryGetValue(opcode, out INamedTypeSymbol? other))
            {
                faults.Add(CommandDiagnostics.DuplicateOpcode, FaultSink.LocationOf(command, member), FaultSink.LocationOf(other), member.Name, opcode, other.Name);
                continue;
            }

            if (!IsAsVisible(member, type))
            {
                faults.Add(CommandDiagnostics.CommandLessVisible, FaultSink.LocationOf(member), where, member.Name, type.Name);
            }

            CheckDeclaredOpcode(member, type, discriminator, opcode, bits, faults);
            owners.Add(opcode, member);
            commands.Add(new CommandModel(
                member.Name,
                member.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                opcode,
                member.Find(WellKnownNames.AvailableWhen)?.Argument<string>(0),
                IsSame(memberLayout.Named<ITypeSymbol>("Capabilities"), layout.Named<ITypeSymbol>("Capabilities"))));
        }

        LayoutModel? raw = LayoutParser.Parse(type, new FaultSink());
        return faults.HasErrors || raw is null
            ? null
            : new CommandSetModel
            {
                Type = raw.Type,
                Layout = raw,
                Discriminator = discriminator,
                Commands = new EquatableArray<CommandModel>(commands),
            };
    }

    /// <summary>What each member of a set must know of it.</summary>
    public static IEnumerable<CommandFamily> Families(INamedTypeSymbol type)
    {
        if (type.Find(WellKnownNames.Layout) is not { } layout || DiscriminatorOf(type, layout.Argument<int>(0)) is not { } discriminator)
        {
            return [];
        }

        return type.Find(WellKnownNames.CommandSet)!.ArrayArgument<INamedTypeSymbol>(0).Select(member => new CommandFamily(
            member.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            discriminator.Pieces,
            discriminator.Name));
    }

    /// <summary>Puts the opcode where the family keeps it, unless the command declares those bits itself.</summary>
    public static LayoutModel Complete(LayoutModel layout, IEnumerable<CommandFamily> families)
    {
        CommandFamily? family = families.FirstOrDefault(candidate => candidate.MemberTypeName == layout.Type.FullName);
        layout = layout with { Family = family };
        if (family is null || layout.CommandOpcode is not { } opcode
            || family.Discriminator.Any(piece => piece.Msb >= layout.Bits) || layout.Fields.Any(field => Overlaps(field.Pieces, family.Discriminator)))
        {
            return layout;
        }

        var reserved = new List<ReservedRange>();
        foreach (ReservedRange range in layout.Reserved)
        {
            int start = range.Lsb;
            for (int bit = range.Lsb; bit <= range.Msb + 1; bit++)
            {
                bool isOpcode = bit <= range.Msb && family.Discriminator.Any(piece => piece.Lsb <= bit && bit <= piece.Msb);
                if (isOpcode || bit > range.Msb)
                {
                    if (bit > start)
                    {
                        reserved.Add(range with { Msb = bit - 1, Lsb = start });
                    }

                    start = bit + 1;
                }
            }
        }

        return layout with
        {
            Reserved = new EquatableArray<ReservedRange>(reserved),
            Opcode = new FieldConstant(family.DiscriminatorName, family.Discriminator, opcode),
        };
    }

    private static void CheckDeclaredOpcode(INamedTypeSymbol member, INamedTypeSymbol set, FieldModel discriminator, ulong opcode, int bits, FaultSink faults)
    {
        foreach (ISymbol symbol in DeclaredMembers.Fields(member))
        {
            if (FieldParser.Parse(symbol, bits, new FaultSink()) is { } field && Overlaps(field.Pieces, discriminator.Pieces)
                && (!field.Pieces.Equals(discriminator.Pieces) || field.Constant != opcode || field.Member.HasSetter || field.Repeat is not null || field.Capability is not null))
            {
                faults.Add(CommandDiagnostics.OpcodeConflict, FaultSink.LocationOf(symbol), FaultSink.LocationOf(set), symbol.Name, member.Name, set.Name, opcode);
            }
        }
    }

    // The set's handlers and TryAs take the command, so it must be seen wherever they are.
    private static bool IsAsVisible(INamedTypeSymbol member, INamedTypeSymbol set)
    {
        int least = Chain(set).Min(static type => Rank(type.DeclaredAccessibility));
        if (least > 1 || Chain(member).All(static type => Rank(type.DeclaredAccessibility) > 1))
        {
            return Chain(member).Min(static type => Rank(type.DeclaredAccessibility)) >= least;
        }

        // Both are private somewhere: the command's private part must lie around that of the set, or beside it.
        INamedTypeSymbol? hidden = Chain(member).Last(static type => Rank(type.DeclaredAccessibility) == 1).ContainingType;
        INamedTypeSymbol? home = Chain(set).Last(static type => Rank(type.DeclaredAccessibility) == 1).ContainingType;
        return home is null || Chain(home).Any(type => SymbolEqualityComparer.Default.Equals(type, hidden));
    }

    // A type and the types around it, outermost last.
    private static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    private static int Rank(Accessibility accessibility) => accessibility switch { Accessibility.Public => 3, Accessibility.Internal or Accessibility.ProtectedOrInternal => 2, _ => 1 };

    private static bool IsSame(ITypeSymbol? member, ITypeSymbol? set) => member is not null && SymbolEqualityComparer.Default.Equals(member, set);

    private static bool Overlaps(IEnumerable<BitPiece> left, IEnumerable<BitPiece> right) =>
        left.Any(a => right.Any(b => a.Lsb <= b.Msb && b.Lsb <= a.Msb));

    private static FieldModel? DiscriminatorOf(INamedTypeSymbol type, int bits)
    {
        ISymbol? member = DeclaredMembers.Fields(type).FirstOrDefault(static candidate => candidate.Has(WellKnownNames.Discriminator));
        return member is null ? null : FieldParser.Parse(member, bits, new FaultSink());
    }
}
