using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>Places the bits of a register's field: all elements of a repeated one together.</summary>
internal static class BankFieldBits
{
    /// <summary>The bits of a field.</summary>
    public static ulong Mask(FieldModel field) => Place(field, ulong.MaxValue);

    /// <summary>The bits of a field that holds <paramref name="value"/>, in every element.</summary>
    public static ulong Place(FieldModel field, ulong value)
    {
        ulong element = 0;
        int above = field.Width;
        foreach (BitPiece piece in field.Pieces)
        {
            above -= piece.Width;
            element |= ((value >> above) & Literal.Ones(piece.Width)) << piece.Lsb;
        }

        int stride = field.Repeat?.Stride ?? 0;
        return Enumerable.Range(0, field.Repeat?.Count ?? 1).Aggregate(0UL, (bits, index) => bits | (element << (index * stride)));
    }

    /// <summary>The bits of a reserved range.</summary>
    public static ulong Mask(ReservedRange range) => Literal.Ones(range.Msb - range.Lsb + 1) << range.Lsb;
}
