using DeclIommu.Layouts;

namespace Timer;

/// <summary>The control register of the timer.</summary>
[Layout(32)]
public partial struct TimerControl
{
    /// <summary>Counts while set.</summary>
    [Bit(0)]
    public partial bool Enabled { readonly get; set; }

    /// <summary>What happens when the count reaches the limit.</summary>
    [Bits(2, 1), Exhaustive]
    public partial TimerMode Mode { readonly get; set; }

    /// <summary>One tick of the timer takes this many of the clock, in steps of 16.</summary>
    [Bits(15, 8), Scaled(4)]
    public partial ushort Prescaler { readonly get; set; }
}
