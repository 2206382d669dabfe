using DeclIommu.Driver;
using Microsoft.Extensions.Time.Testing;

namespace DeclIommu.Tests.Driver;

/// <summary>Tests of what is taken lazily out of guest tables: a machine whose unit can die, and the clock of what waits.</summary>
public abstract class LazyGuestTables : IDisposable
{
    protected const ulong Address = 0x12_3456_7000;
    protected const ulong Target = 0x200_0000;

    private readonly StoppedClock _clock = new();

    private protected LazyGuestTables() =>
        Machine = new DriverMachine(device: GuestUnits.Options, unit: new IommuUnitOptions { TimeProvider = _clock, Timeout = TimeSpan.FromSeconds(1) });

    private protected DriverMachine Machine { get; }

    private protected FakeTimeProvider Time { get; } = new();

    private protected int Cached => Machine.Model().GuestTranslationCache.Snapshot().Count;

    public void Dispose()
    {
        Revive();
        Machine.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Kill()
    {
        Machine.Dead.Add(0);
        Machine.WhenPumped = () => _clock.Advance(TimeSpan.FromMilliseconds(100));
    }

    private protected void Revive()
    {
        Machine.Dead.Clear();
        Machine.WhenPumped = null;
    }
}
