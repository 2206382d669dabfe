namespace DeclIommu.Tests.Driver;

/// <summary>A clock that only goes on when it is told to.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public override long GetTimestamp() => Volatile.Read(ref _now);
}
