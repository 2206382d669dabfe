using DeclIommu.Layouts;

namespace Timer;

/// <summary>A whole timer device: its registers declared, its behaviour in hooks.</summary>
[RegisterBank(0x20)]
public partial struct TimerDevice
{
    /// <summary>Mode and prescaler.</summary>
    [Register(0x00)]
    public partial TimerControl Control { readonly get; set; }

    /// <summary>What happened.</summary>
    [Register(0x04)]
    public partial TimerStatus Status { readonly get; set; }

    /// <summary>The count; it reads as a whole even through two 32-bit accesses.</summary>
    [Register(0x08), HalfAccess(HalfAccess.SnapshotOnLow)]
    public partial ulong Count { readonly get; set; }

    /// <summary>Where the timer expires.</summary>
    [Register(0x10), Reset(1000)]
    public partial ulong Limit { readonly get; set; }

    /// <summary>Lets time pass.</summary>
    /// <param name="ticks">How many ticks of the timer.</param>
    public void Tick(ulong ticks)
    {
        if (!Status.Running)
        {
            return;
        }

        Count += ticks;
        if (Count >= Limit)
        {
            Count = Control.Mode == TimerMode.Periodic ? Count % Limit : Count;
            Status = Status with { Expired = true, Running = Control.Mode != TimerMode.OneShot };
        }
    }

    partial void OnControlWritten(TimerControl before, TimerControl after) => Status = Status with { Running = after.Enabled };
}
