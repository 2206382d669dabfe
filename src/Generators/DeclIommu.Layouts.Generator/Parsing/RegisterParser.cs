using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads the registers of one bank.</summary>
internal sealed class RegisterParser(INamedTypeSymbol bank, ITypeSymbol? capabilities, FaultSink faults)
{
    // A larger inline array cannot be loaded.
    private const int MaximumArrayBytes = 1 << 20;

    private static readonly string[] FieldAttributes =
    [
        WellKnownNames.Bit, WellKnownNames.Bits, WellKnownNames.Scaled, WellKnownNames.Constant, WellKnownNames.LockedBy, WellKnownNames.Exhaustive, WellKnownNames.Discriminator,
    ];

    /// <summary>The model of a register; null after a fault that leaves nothing to go on with.</summary>
    public RegisterModel? Parse(ISymbol member)
    {
        Location where = FaultSink.LocationOf(member);
        foreach (AttributeData misplaced in FieldAttributes.Select(member.Find).Where(static found => found is not null).Select(static found => found!))
        {
            faults.Add(BankDiagnostics.FieldAttribute, FaultSink.LocationOf(misplaced, member), where, member.Name, NameOf(misplaced));
        }

        if (MemberParser.Parse(member, faults) is not { } declaration)
        {
            return null;
        }

        ITypeSymbol type = MemberParser.TypeOf(member);
        if (ValueParser.Parse(type) is not { Kind: ValueKind.Integer or ValueKind.Layout, Capacity: 8 or 16 or 32 or 64 } value)
        {
            if (type.TypeKind != TypeKind.Error)
            {
                faults.Add(BankDiagnostics.RegisterType, where, member.Name, type.ToDisplayString());
            }

            return null;
        }

        int bits = value.Capacity;
        RepeatModel? repeat = ParseRepeat(member, declaration, bits / 8, out bool isRepeatValid);
        HalfAccessKind half = ParseHalfAccess(member, bits);
        if (member.Find(WellKnownNames.AvailableWhen) is { } gate)
        {
            CapabilityRules.Check(gate, member, capabilities, faults);
        }

        LayoutModel? layout = value.Kind == ValueKind.Layout ? ParseLayout(member, (INamedTypeSymbol)type) : null;
        if (!isRepeatValid || (layout is null && value.Kind == ValueKind.Layout))
        {
            return null;
        }

        return new RegisterModel
        {
            Member = declaration,
            Value = value,
            Offset = member.Find(WellKnownNames.Register)!.Argument<int>(0),
            Bits = bits,
            Repeat = repeat,
            HalfAccess = half,
            Capability = member.Find(WellKnownNames.AvailableWhen)?.Argument<string>(0),
            Fields = layout?.Fields ?? new EquatableArray<FieldModel>([WholeRegister(member, declaration, value)]),
            Reserved = layout?.Reserved ?? EquatableArray<ReservedRange>.Empty,
            DefaultReserved = layout?.DefaultReserved ?? ReservedPolicy.MustBeZero,
            Capabilities = layout?.Capabilities,
            HasWritingHook = HasHook(declaration.Name, "Writing"),
            HasWrittenHook = HasHook(declaration.Name, "Written"),
            HasReadHook = HasHook(declaration.Name, "Read"),
        };
    }

    private RepeatModel? ParseRepeat(ISymbol member, MemberModel declaration, int size, out bool isValid)
    {
        isValid = false;
        AttributeData? attribute = member.Find(WellKnownNames.Repeat);
        if (attribute is null)
        {
            isValid = declaration.Form == AccessorForm.Property;
            if (!isValid)
            {
                faults.Add(LayoutDiagnostics.IndexedWithoutRepeat, FaultSink.LocationOf(member), member.Name);
            }

            return null;
        }

        Location where = FaultSink.LocationOf(attribute, member);
        var repeat = new RepeatModel(attribute.Argument<int>(0), attribute.Argument<int>(1));
        if (declaration.Form == AccessorForm.Property)
        {
            faults.Add(LayoutDiagnostics.RepeatWithoutIndex, where, FaultSink.LocationOf(member), member.Name);
        }
        else if (repeat.Count < 1 || repeat.Stride < size || repeat.Stride % size != 0 || (long)repeat.Count * size > MaximumArrayBytes)
        {
            faults.Add(BankDiagnostics.InvalidRepeat, where, FaultSink.LocationOf(member), member.Name, repeat.Count, repeat.Stride, size, MaximumArrayBytes);
        }
        else
        {
            isValid = true;
        }

        return repeat;
    }

    private HalfAccessKind ParseHalfAccess(ISymbol member, int bits)
    {
        AttributeData? attribute = member.Find(WellKnownNames.HalfAccess);
        if (attribute is not null && bits != 64)
        {
            faults.Add(BankDiagnostics.HalfAccessWidth, FaultSink.LocationOf(attribute, member), FaultSink.LocationOf(member), member.Name, bits);
        }

        return (HalfAccessKind)(attribute?.Argument<int>(0) ?? 0);
    }

    // The faults of a layout are reported where it is declared.
    private LayoutModel? ParseLayout(ISymbol member, INamedTypeSymbol type)
    {
        foreach (string policy in (string[])[WellKnownNames.Access, WellKnownNames.Reset])
        {
            if (member.Find(policy) is { } attribute)
            {
                faults.Add(BankDiagnostics.PolicyOnLayout, FaultSink.LocationOf(attribute, member), FaultSink.LocationOf(type), member.Name, type.Name, NameOf(attribute));
            }
        }

        ITypeSymbol? asked = type.Find(WellKnownNames.Layout)!.Named<ITypeSymbol>("Capabilities");
        if (asked is not null && capabilities is not null && !SymbolEqualityComparer.Default.Equals(asked, capabilities))
        {
            faults.Add(BankDiagnostics.OtherCapabilities, FaultSink.LocationOf(member), FaultSink.LocationOf(type), member.Name, asked.Name, bank.Name, capabilities.Name);
        }

        return ParsedLayouts.Of(type, bank.ContainingAssembly).Model;
    }

    private FieldModel WholeRegister(ISymbol member, MemberModel declaration, ValueModel value)
    {
        var field = new FieldModel
        {
            Member = declaration,
            Value = value,
            Pieces = new EquatableArray<BitPiece>([new BitPiece(value.Capacity - 1, 0)]),
            Access = (AccessKind)(member.Find(WellKnownNames.Access)?.Argument<int>(0) ?? 0),
            Resets = new EquatableArray<ResetModel>(member.FindAll(WellKnownNames.Reset)
                .Select(static reset => new ResetModel(reset.Named<string>("Kind"), reset.Argument<ulong>(0)))),
        };
        foreach (AttributeData reset in member.FindAll(WellKnownNames.Reset))
        {
            if ((reset.Argument<ulong>(0) & ~Literal.Ones(value.Capacity)) != 0)
            {
                faults.Add(LayoutDiagnostics.ResetTooWide, FaultSink.LocationOf(reset, member), FaultSink.LocationOf(member), member.Name, reset.Argument<ulong>(0), value.Capacity);
            }
        }

        PolicyRules.Check(member, field, faults);
        return field;
    }

    private bool HasHook(string register, string moment) => bank.GetMembers($"On{register.TrimStart('@')}{moment}").OfType<IMethodSymbol>().Any(BankMembers.IsOwn);

    private static string NameOf(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", string.Empty);
}
