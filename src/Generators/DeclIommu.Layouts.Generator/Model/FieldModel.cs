using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Primitives;

namespace DeclIommu.Layouts.Generator.Model;

/// <summary>A field of a layout.</summary>
internal sealed record FieldModel
{
    public required MemberModel Member { get; init; }

    public required ValueModel Value { get; init; }

    /// <summary>The bits, most significant piece first.</summary>
    public required EquatableArray<BitPiece> Pieces { get; init; }

    /// <summary>By how much the stored bits are shifted left to give the value.</summary>
    public int Scale { get; init; }

    public ulong? Constant { get; init; }

    public RepeatModel? Repeat { get; init; }

    public AccessKind Access { get; init; }

    public EquatableArray<ResetModel> Resets { get; init; }

    public string? LockedBy { get; init; }

    public bool IsExhaustive { get; init; }

    public string? Capability { get; init; }

    public bool IsDiscriminator { get; init; }

    /// <summary>True if <c>Publish</c> writes the field's word last.</summary>
    public bool IsPublishedLast { get; init; }

    public string Name => Member.Name;

    /// <summary>The constant of each element; none if the field may vary.</summary>
    public IEnumerable<FieldConstant> Constants => Constant is { } value
        ? Enumerable.Range(0, Repeat?.Count ?? 1).Select(element => new FieldConstant(ElementName(element), PiecesOf(element), value))
        : [];

    /// <summary>The bits of one element.</summary>
    public EquatableArray<BitPiece> PiecesOf(int element)
    {
        int shift = element * (Repeat?.Stride ?? 0);
        return shift == 0 ? Pieces : new EquatableArray<BitPiece>(Pieces.Select(piece => new BitPiece(piece.Msb + shift, piece.Lsb + shift)));
    }

    private string ElementName(int element) => Repeat is null ? Name : $"{Name}[{element}]";

    public int Width => Pieces.Sum(static piece => piece.Width);

    public int Msb => Pieces.Max(static piece => piece.Msb);

    public int Lsb => Pieces.Min(static piece => piece.Lsb);
}
