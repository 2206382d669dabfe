namespace DeclIommu.Driver;

/// <summary>What was still in use when something was disposed, and was reclaimed with it.</summary>
/// <param name="Devices">Devices that were attached, and are blocked now.</param>
/// <param name="NestedDomains">Nested domains that were not disposed.</param>
/// <param name="VirtualIommus">Virtual IOMMUs that were not disposed.</param>
public readonly record struct Leftovers(int Devices, int NestedDomains, int VirtualIommus)
{
    /// <summary>Domains with a guest CR3 table of their own that were not disposed.</summary>
    public int PasidDomains { get; init; }

    /// <summary>Guest page tables that were not disposed.</summary>
    public int GuestPageTables { get; init; }

    /// <summary>Adds what was left in two places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Leftovers operator +(Leftovers left, Leftovers right) => new(left.Devices + right.Devices, left.NestedDomains + right.NestedDomains, left.VirtualIommus + right.VirtualIommus)
    {
        PasidDomains = left.PasidDomains + right.PasidDomains,
        GuestPageTables = left.GuestPageTables + right.GuestPageTables,
    };
}
