using DeclIommu.Device;

namespace DeclIommu.Memory;

/// <summary>Tests of flags that allocate nothing in code that is not optimized yet, where <see cref="Enum.HasFlag"/> boxes both its operands.</summary>
internal static class Inclusion
{
    /// <summary>Whether all permissions of <paramref name="wanted"/> are among these.</summary>
    public static bool Includes(this Permissions permissions, Permissions wanted) => (permissions & wanted) == wanted;

    /// <summary>Whether all traits of <paramref name="wanted"/> are among these.</summary>
    public static bool Includes(this RegionTraits traits, RegionTraits wanted) => (traits & wanted) == wanted;
}
