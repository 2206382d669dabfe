using DeclIommu.Layouts;

namespace Timer;

/// <summary>The status register of the timer.</summary>
[Layout(32)]
public partial struct TimerStatus
{
    /// <summary>The limit was reached; a one written clears it.</summary>
    [Bit(0), Access(Access.WriteOneToClear)]
    public partial bool Expired { readonly get; set; }

    /// <summary>The timer counts.</summary>
    [Bit(1), Access(Access.ReadOnly)]
    public partial bool Running { readonly get; set; }
}
