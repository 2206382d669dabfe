using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>What must hold for a field by itself.</summary>
internal static class FieldRules
{
    public static bool Check(ISymbol member, FieldModel field, int layoutBits, FaultSink faults)
    {
        Location where = FaultSink.LocationOf(member);
        int before = faults.Faults.Count(static fault => fault.Severity == DiagnosticSeverity.Error);
        CheckWidth(member, field, where, faults);
        CheckRepeat(member, field, layoutBits, faults);
        if (field.Constant is { } constant && (field.Width > 64 ? 0 : constant & ~Literal.Ones(field.Width)) != 0)
        {
            faults.Add(LayoutDiagnostics.ConstantTooWide, FaultSink.LocationOf(member.Find(WellKnownNames.Constant)!, member), where, field.Name, constant, field.Width);
        }

        foreach (AttributeData reset in member.FindAll(WellKnownNames.Reset))
        {
            if (field.Width <= 64 && (reset.Argument<ulong>(0) & ~Literal.Ones(field.Width)) != 0)
            {
                faults.Add(LayoutDiagnostics.ResetTooWide, FaultSink.LocationOf(reset, member), where, field.Name, reset.Argument<ulong>(0), field.Width);
            }
        }

        PolicyRules.Check(member, field, faults);
        if (field.IsExhaustive && field.Value.Kind != ValueKind.Enumeration)
        {
            faults.Add(LayoutDiagnostics.ExhaustiveWithoutEnum, FaultSink.LocationOf(member.Find(WellKnownNames.Exhaustive)!, member), where, field.Name);
        }

        if (field.IsPublishedLast && field.Msb / 64 != field.Lsb / 64)
        {
            faults.Add(LayoutDiagnostics.PublishedInPieces, FaultSink.LocationOf(member.Find(WellKnownNames.PublishedLast)!, member), where, field.Name);
        }

        if (field.Constant is not null && field.Member.HasSetter)
        {
            faults.Add(LayoutDiagnostics.ConstantSettable, where, FaultSink.LocationOf(member.Find(WellKnownNames.Constant)!, member), field.Name);
        }

        if (!field.Member.IsReadOnly)
        {
            faults.Add(LayoutDiagnostics.GetterCopies, where, field.Name, member.ContainingType.Name);
        }

        return faults.Faults.Count(static fault => fault.Severity == DiagnosticSeverity.Error) == before;
    }

    private static void CheckWidth(ISymbol member, FieldModel field, Location where, FaultSink faults)
    {
        switch (field.Value.Kind)
        {
            case ValueKind.Boolean when field.Width != 1:
                faults.Add(LayoutDiagnostics.BooleanWidth, where, field.Name, field.Width);
                break;
            case ValueKind.Layout when field.Width != field.Value.Capacity:
                faults.Add(LayoutDiagnostics.NestedWidth, where, field.Name, field.Width, field.Value.TypeName, field.Value.Capacity);
                break;
            case ValueKind.Layout when SymbolEqualityComparer.Default.Equals(MemberParser.TypeOf(member), member.ContainingType):
                faults.Add(LayoutDiagnostics.UnsupportedType, where, field.Name, field.Value.TypeName);
                break;
            case ValueKind.Layout when field.Width > 128 && (field.Pieces.Count != 1 || field.Lsb % 8 != 0 || field.Repeat is not null):
                faults.Add(LayoutDiagnostics.NestedNotOnByte, where, field.Name, field.Lsb);
                break;
            case not ValueKind.Layout when field.Width + field.Scale > field.Value.Capacity && field.Scale >= 0:
                faults.Add(LayoutDiagnostics.WiderThanType, where, field.Name, field.Width + field.Scale, field.Value.TypeName, field.Value.Capacity);
                break;
            case ValueKind.Enumeration when field.Width < 64:
                EnumMemberModel? tooWide = field.Value.Members.FirstOrDefault(enumMember => !Fits(enumMember.Bits, field));
                if (tooWide is not null)
                {
                    ISymbol? culprit = MemberParser.TypeOf(member).GetMembers(tooWide.Name.TrimStart('@')).FirstOrDefault();
                    faults.Add(LayoutDiagnostics.EnumMemberTooWide, where, culprit is null ? null : FaultSink.LocationOf(culprit), field.Name, field.Width, tooWide.Name);
                }

                break;
        }

        if (member.Find(WellKnownNames.Scaled) is { } scaled
            && (field.Scale is < 1 or > 127 || field.Value.Kind is ValueKind.Boolean or ValueKind.Enumeration or ValueKind.Layout))
        {
            faults.Add(LayoutDiagnostics.InvalidScale, FaultSink.LocationOf(scaled, member), where, field.Name, field.Scale, field.Value.TypeName);
        }
    }

    private static bool Fits(ulong bits, FieldModel field)
    {
        ulong above = bits & ~Literal.Ones(field.Value.IsSigned ? field.Width - 1 : field.Width);
        return above == 0 || (field.Value.IsSigned && above == ~Literal.Ones(field.Width - 1));
    }

    private static void CheckRepeat(ISymbol member, FieldModel field, int layoutBits, FaultSink faults)
    {
        AttributeData? attribute = member.Find(WellKnownNames.Repeat);
        if (attribute is null)
        {
            if (field.Member.Form != AccessorForm.Property)
            {
                faults.Add(LayoutDiagnostics.IndexedWithoutRepeat, FaultSink.LocationOf(member), field.Name);
            }

            return;
        }

        Location where = FaultSink.LocationOf(attribute, member);
        RepeatModel repeat = field.Repeat!;
        if (field.Member.Form == AccessorForm.Property)
        {
            faults.Add(LayoutDiagnostics.RepeatWithoutIndex, where, FaultSink.LocationOf(member), field.Name);
        }
        else if (repeat.Count < 1 || field.Pieces.Count != 1 || repeat.Stride < field.Width)
        {
            faults.Add(LayoutDiagnostics.InvalidRepeat, where, FaultSink.LocationOf(member), field.Name, repeat.Count, repeat.Stride, field.Width);
        }
        else if (field.Lsb + ((long)(repeat.Count - 1) * repeat.Stride) + field.Width > layoutBits)
        {
            faults.Add(
                LayoutDiagnostics.PastTheEnd,
                where,
                FaultSink.LocationOf(member.ContainingType),
                field.Name,
                field.Lsb + ((long)(repeat.Count - 1) * repeat.Stride) + field.Width - 1,
                member.ContainingType.Name,
                layoutBits);
        }
    }
}
