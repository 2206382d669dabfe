using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Diagnostics;
using DeclIommu.Layouts.Generator.Emission;
using DeclIommu.Layouts.Generator.Model;
using DeclIommu.Layouts.Generator.Primitives;
using Microsoft.CodeAnalysis;

namespace DeclIommu.Layouts.Generator.Parsing;

/// <summary>Reads one field of a layout.</summary>
internal static class FieldParser
{
    /// <summary>True if a member places itself at bits.</summary>
    public static bool IsField(ISymbol member) => member is IPropertySymbol or IMethodSymbol && (member.Has(WellKnownNames.Bit) || member.Has(WellKnownNames.Bits));

    /// <summary>The model of a field; null after a fault that leaves nothing to go on with.</summary>
    public static FieldModel? Parse(ISymbol member, int layoutBits, FaultSink faults)
    {
        if (MemberParser.Parse(member, faults) is not { } declaration)
        {
            return null;
        }

        if (ParsePieces(member, layoutBits, faults) is not { } pieces)
        {
            return null;
        }

        Location where = FaultSink.LocationOf(member);
        ITypeSymbol type = MemberParser.TypeOf(member);
        if (ValueParser.Parse(type) is not { } value)
        {
            if (type.TypeKind != TypeKind.Error)
            {
                faults.Add(LayoutDiagnostics.UnsupportedType, where, member.Name, type.ToDisplayString());
            }

            return null;
        }

        var field = new FieldModel
        {
            Member = declaration,
            Value = value,
            Pieces = new EquatableArray<BitPiece>(pieces),
            Scale = member.Find(WellKnownNames.Scaled)?.Argument<int>(0) ?? 0,
            Constant = member.Find(WellKnownNames.Constant)?.Argument<ulong>(0),
            Repeat = member.Find(WellKnownNames.Repeat) is { } repeat ? new RepeatModel(repeat.Argument<int>(0), repeat.Argument<int>(1)) : null,
            Access = (AccessKind)(member.Find(WellKnownNames.Access)?.Argument<int>(0) ?? 0),
            Resets = new EquatableArray<ResetModel>(member.FindAll(WellKnownNames.Reset)
                .Select(static reset => new ResetModel(reset.Named<string>("Kind"), reset.Argument<ulong>(0)))),
            LockedBy = member.Find(WellKnownNames.LockedBy)?.Argument<string>(0),
            IsExhaustive = member.Has(WellKnownNames.Exhaustive),
            Capability = member.Find(WellKnownNames.AvailableWhen)?.Argument<string>(0),
            IsPublishedLast = member.Has(WellKnownNames.PublishedLast),
            IsDiscriminator = member.Has(WellKnownNames.Discriminator),
        };
        return FieldRules.Check(member, field, layoutBits, faults) ? field : null;
    }

    private static List<BitPiece>? ParsePieces(ISymbol member, int layoutBits, FaultSink faults)
    {
        AttributeData? bit = member.Find(WellKnownNames.Bit);
        AttributeData? bits = member.Find(WellKnownNames.Bits);
        if (bit is not null && bits is not null)
        {
            faults.Add(LayoutDiagnostics.TwoPlaces, FaultSink.LocationOf(bits, member), FaultSink.LocationOf(bit, member), member.Name);
            return null;
        }

        AttributeData attribute = (bit ?? bits)!;
        Location where = FaultSink.LocationOf(attribute, member);
        IReadOnlyList<int> ranges = bit is not null ? [bit.Argument<int>(0), bit.Argument<int>(0)] : attribute.ArrayArgument<int>(0);
        if (ranges.Count == 0 || ranges.Count % 2 != 0)
        {
            faults.Add(LayoutDiagnostics.UnpairedRange, where, member.Name, ranges.Count);
            return null;
        }

        var pieces = new List<BitPiece>();
        for (int i = 0; i < ranges.Count; i += 2)
        {
            var piece = new BitPiece(ranges[i], ranges[i + 1]);
            if (piece.Lsb < 0 || piece.Msb < piece.Lsb)
            {
                faults.Add(LayoutDiagnostics.InvertedRange, where, member.Name, piece.Msb, piece.Lsb);
                return null;
            }

            if (piece.Msb >= layoutBits)
            {
                faults.Add(LayoutDiagnostics.PastTheEnd, where, FaultSink.LocationOf(member.ContainingType), member.Name, piece.Msb, member.ContainingType.Name, layoutBits);
                return null;
            }

            if (pieces.Any(other => other.Lsb <= piece.Msb && piece.Lsb <= other.Msb))
            {
                faults.Add(LayoutDiagnostics.PiecesOverlap, where, member.Name, piece.Msb, piece.Lsb);
                return null;
            }

            pieces.Add(piece);
        }

        return pieces;
    }
}
