using DeclIommu.Layouts;

namespace DeclIommu.Driver;

/// <summary>When units are told to forget what is taken away. The clock is the restored host's own.</summary>
[Layout(128)]
internal partial struct SavedFlushing
{
    /// <summary>The longest delay, in units of 100 ns.</summary>
    [Bits(63, 0)]
    public partial long LongestDelay { readonly get; set; }

    /// <summary>How many ranges or PASIDs wait at most.</summary>
    [Bits(95, 64)]
    public partial int MostDeferred { readonly get; set; }

    /// <summary>Whether they wait.</summary>
    [Bits(96, 96), Exhaustive]
    public partial FlushMode Mode { readonly get; set; }
}
