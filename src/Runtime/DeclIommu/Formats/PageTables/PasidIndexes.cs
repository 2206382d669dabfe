using DeclIommu.Layouts;

namespace DeclIommu.Formats;

/// <summary>A process address space ID as the guest CR3 tables take it apart: the index into the table of each level.</summary>
/// <remarks>AMD I/O Virtualization Technology (IOMMU) Specification, 48882, guest CR3 table.</remarks>
[Layout(32)]
public partial struct PasidIndexes
{
    /// <summary>The index into a table of the lowest level, whose entries hold page table roots.</summary>
    [Bits(8, 0)]
    public partial ushort Level0 { readonly get; set; }

    /// <summary>The index into a table of the middle level.</summary>
    [Bits(17, 9)]
    public partial ushort Level1 { readonly get; set; }

    /// <summary>The index into the table of the highest level, of which four entries are used.</summary>
    [Bits(19, 18)]
    public partial byte Level2 { readonly get; set; }

    /// <summary>The index into the table of a level.</summary>
    /// <param name="level">The level, 0 to 2.</param>
    /// <returns>The index; 0 for a level that does not exist.</returns>
    public readonly int IndexAt(int level) => level switch
    {
        0 => Level0,
        1 => Level1,
        2 => Level2,
        _ => 0,
    };

    /// <summary>Whether a guest CR3 table of so many levels has an entry for the PASID.</summary>
    /// <param name="levels">How many levels the table has.</param>
    public readonly bool FitIn(GuestCr3TableLevels levels) => levels switch
    {
        GuestCr3TableLevels.One => Level1 == 0 && Level2 == 0,
        GuestCr3TableLevels.Two => Level2 == 0,
        _ => true,
    };
}
