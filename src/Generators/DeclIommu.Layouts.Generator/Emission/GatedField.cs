using System.Collections.Generic;
using System.Linq;
using DeclIommu.Layouts.Generator.Model;

namespace DeclIommu.Layouts.Generator.Emission;

/// <summary>What is right for a field that only some devices have: as declared where its capability is on, as the reserved policy has it where it is off.</summary>
internal static class GatedField
{
    /// <summary>The checks while nothing is known of the device: what is wrong either way. Without a policy that demands something, nothing is.</summary>
    public static IEnumerable<FieldCheck> Lenient(LayoutModel layout, FieldModel declared, Storage storage)
    {
        if (FieldCheck.IsNeeded(declared))
        {
            yield return declared.IsExhaustive ? FieldCheck.OfExhaustive(declared, Reserved(layout, declared.Width)) : LenientNested(layout, declared, storage);
        }

        foreach (FieldConstant constant in declared.Constants)
        {
            string reserved = Differs(constant.Pieces, storage, layout.DefaultReserved == ReservedPolicy.MustBeOne);
            string differs = Expectation.Difference([constant], storage);
            yield return OfConstant(constant, $"({differs}) != 0 && ({reserved}) != 0") with { Holds = $"(({differs}) == 0 || ({reserved}) == 0)" };
        }
    }

    /// <summary>The checks on a device that has the field.</summary>
    public static IEnumerable<FieldCheck> Strict(LayoutModel layout, FieldModel declared, Storage storage)
    {
        if (FieldCheck.IsNeeded(declared))
        {
            yield return declared.IsExhaustive ? FieldCheck.OfExhaustive(declared) : FieldCheck.OfNested(declared, layout.Capabilities);
        }

        foreach (FieldConstant constant in declared.Constants)
        {
            yield return OfConstant(constant, $"({Expectation.Difference([constant], storage)}) != 0");
        }
    }

    /// <summary>The expression that is not zero if bits differ from the reserved policy.</summary>
    public static string Differs(IEnumerable<BitPiece> pieces, Storage storage, bool ones) =>
        string.Join(" | ", Words(pieces, storage, ones).Select(word => word.Difference(storage)));

    /// <summary>What the bits must be by the reserved policy, word by word.</summary>
    public static IEnumerable<Expectation> Words(IEnumerable<BitPiece> pieces, Storage storage, bool ones) =>
        WordSlice.Cut(pieces, storage.Words)
            .GroupBy(static slice => slice.Word)
            .OrderBy(static word => word.Key.Index)
            .Select(word =>
            {
                ulong mask = word.Aggregate(0UL, static (all, slice) => all | slice.Mask);
                return new Expectation(word.Key, mask, ones ? mask : 0);
            });

    private static ulong Reserved(LayoutModel layout, int width) => layout.DefaultReserved == ReservedPolicy.MustBeOne ? Literal.Ones(width) : 0;

    private static FieldCheck LenientNested(LayoutModel layout, FieldModel declared, Storage storage)
    {
        bool ones = layout.DefaultReserved == ReservedPolicy.MustBeOne;
        string element = FieldCheck.Element(declared);
        if (declared.Repeat is null)
        {
            string reserved = Differs(declared.Pieces, storage, ones);
            return FieldCheck.OfNested(declared, alsoValid: $" && ({reserved}) != 0") with { Holds = $"({element}.TryValidate(out _) || ({reserved}) == 0)" };
        }

        // A repeated nested layout has at most 128 bits.
        string carrier = declared.Value.CarrierName;
        return FieldCheck.OfNested(declared, alsoValid: ones ? $" && {element}.ToRaw() != ({carrier}.MaxValue >> (8 * sizeof({carrier}) - {declared.Width}))" : $" && {element} != default");
    }

    private static FieldCheck OfConstant(FieldConstant constant, string condition) => new(
        null,
        condition,
        $"\"{constant.Name.TrimStart('@')}\"",
        $"{constant.Pieces.Max(static piece => piece.Msb)}",
        $"{constant.Pieces.Min(static piece => piece.Lsb)}",
        $"{FieldCheck.Reasons}.ConstantMismatch");
}
