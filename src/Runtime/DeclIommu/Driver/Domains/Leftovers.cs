namespace DeclIommu.Driver;

/// <summary>What was still in use when something was disposed, and was reclaimed with it.</summary>
/// <param name="Devices">Devices that were attached, and are blocked now.</param>
/// <param name="NestedDomains">Nested domains that were not disposed.</param>
/// <param name="VirtualIommus">Virtual IOMMUs that were not disposed.</param>
public readonly record struct Leftovers(int Devices, int NestedDomains, int VirtualIommus)
{
    /// <summary>Adds what was left in two places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Leftovers operator +(Leftovers left, Leftovers right) =>
        new(left.Devices + right.Devices, left.NestedDomains + right.NestedDomains, left.VirtualIommus + right.VirtualIommus);
}
