using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>What units must have for guest tables of the host's own.</summary>
internal static class GuestTableRules
{
    private const int MostPasidBits = 20;
    private const int PasidBitsPerLevel = 9;

    /// <exception cref="NotSupportedException">The unit does not walk guest page tables of so many levels, alone or under a host page table.</exception>
    public static void Check(IommuUnit unit, int levels, bool isNested)
    {
        if (!unit.ExtendedFeatures.GuestTranslationSupported)
        {
            throw new NotSupportedException($"{unit.Name} has no guest translation.");
        }

        if (isNested && !unit.ExtendedFeatures2.GuestCr3TablePointerTranslationSupported)
        {
            throw new NotSupportedException($"{unit.Name} does not take guest CR3 tables at guest physical addresses.");
        }

        if (levels == 5 && unit.ExtendedFeatures.GuestPageTableLevels == GuestPageTableLevels.Four)
        {
            throw new NotSupportedException($"{unit.Name} walks guest page tables of four levels only.");
        }
    }

    /// <summary>How many PASIDs all units have, within those that the guest CR3 table has room for.</summary>
    /// <exception cref="NotSupportedException">A unit does not have such guest translation.</exception>
    public static uint CountPasids(IReadOnlyList<IommuUnit> units, PasidDomainOptions options, bool isNested)
    {
        int bits = Math.Min(MostPasidBits, PasidBitsPerLevel * ((int)options.PasidLevels + 1));
        foreach (IommuUnit unit in units)
        {
            Check(unit, options.PagingLevels, isNested);
            if (options.TranslateWithoutPasid && !unit.ExtendedFeatures.GuestIoSupported)
            {
                throw new NotSupportedException($"{unit.Name} has no guest translation for requests without PASID.");
            }

            if (options.PasidLevels > unit.ExtendedFeatures.GuestCr3TableLevels)
            {
                throw new NotSupportedException($"{unit.Name} walks guest CR3 tables of {(int)unit.ExtendedFeatures.GuestCr3TableLevels + 1} levels only, not {(int)options.PasidLevels + 1}.");
            }

            bits = Math.Min(bits, unit.ExtendedFeatures.MaximumPasidBits + 1);
        }

        return (uint)Math.Pow(2, bits);
    }
}
