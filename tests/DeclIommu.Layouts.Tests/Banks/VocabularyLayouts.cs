namespace DeclIommu.Layouts.Tests.Banks;

[Layout(32)]
internal partial struct VocabularyControl
{
    /// <summary>A single pulse.</summary>
    [Bit(0), Access(Access.WriteOnly)]
    public partial bool Start { readonly get; set; }

    /// <summary>A written zero inverts its bit.</summary>
    [Bits(7, 4)]
    public partial byte Parity { readonly get; set; }
}

[Layout(32)]
internal partial struct VocabularyStatus
{
    /// <summary>Owned by the hardware.</summary>
    [Bit(0), Access(Access.ReadOnly), Reset(0, Kind = "Warm")]
    public partial bool Busy { readonly get; set; }

    /// <summary>Latched until software clears it; the hardware wins.</summary>
    [Bit(1), Access(Access.WriteOneToClear), Reset(0, Kind = "Warm")]
    public partial bool Event { readonly get; set; }

    /// <summary>Kept by a warm reset.</summary>
    [Bits(5, 2), Access(Access.WriteOneToClear), Reset(8)]
    public partial byte Cause { readonly get; set; }
}
