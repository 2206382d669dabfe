namespace Timer;

/// <summary>What the timer does at its limit.</summary>
public enum TimerMode
{
    /// <summary>It stops.</summary>
    OneShot,

    /// <summary>It starts again at 0.</summary>
    Periodic,

    /// <summary>It goes on.</summary>
    FreeRunning,
}
