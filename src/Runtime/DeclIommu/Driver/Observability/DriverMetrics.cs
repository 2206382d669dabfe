using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeclIommu.Driver;

/// <summary>What the driver counts and measures; the names are those of <see cref="IommuTelemetry"/>.</summary>
internal static class DriverMetrics
{
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly Meter s_meter = new(IommuTelemetry.MeterName);

    private static readonly Counter<long> s_flushes = s_meter.CreateCounter<long>("decliommu.flushes", "{flush}", "Flushes that have ended, also those that failed.");

    private static readonly Counter<long> s_commands = s_meter.CreateCounter<long>("decliommu.flush.commands", "{command}", "Commands of flushes, without the completion waits.");

    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("decliommu.flush.duration", "s", "From the first command sent until the last unit confirmed or failed.");

    private static readonly Counter<long> s_widenings = s_meter.CreateCounter<long>("decliommu.flush.widenings", "{flush}", "Flushes of a unit that forgot more than was asked, for it would have taken too many commands.");

    private static readonly UpDownCounter<long> s_unconfirmed = s_meter.CreateUpDownCounter<long>("decliommu.ranges.unconfirmed", "{range}", "Ranges unmapped that no flush has covered yet.");

    private static readonly Counter<long> s_failures = s_meter.CreateCounter<long>("decliommu.unit.failures", "{failure}", "Units that stopped answering.");

    private static readonly Counter<long> s_guestCommands = s_meter.CreateCounter<long>("decliommu.guest.commands", "{command}", "Commands of guests that were done.");

    /// <summary>The moment a flush starts, if somebody wants to know how long it takes; otherwise 0.</summary>
    public static long Start() => s_duration.Enabled || IommuEventSource.Log.IsEnabled() ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Notes a flush that has ended.</summary>
    public static void Note(long start, int units, int commands)
    {
        s_flushes.Add(1);
        s_commands.Add(commands);
        if (start == 0)
        {
            return;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        s_duration.Record(elapsed.TotalSeconds);
        if (IommuEventSource.Log.IsEnabled())
        {
            IommuEventSource.Log.FlushCompleted(units, commands, (long)(elapsed.TotalSeconds * MicrosecondsPerSecond));
        }
    }

    public static void NoteWidened(string unit, int domainIds)
    {
        s_widenings.Add(1);
        if (IommuEventSource.Log.IsEnabled())
        {
            IommuEventSource.Log.FlushWidened(unit, domainIds);
        }
    }

    public static void NoteUnconfirmed(int change) => s_unconfirmed.Add(change);

    public static void NoteFailure(IommuUnitFailedException failure)
    {
        s_failures.Add(1, new KeyValuePair<string, object?>("decliommu.unit", failure.Unit), new KeyValuePair<string, object?>("decliommu.failure", failure.Failure.ToString()));
        if (IommuEventSource.Log.IsEnabled())
        {
            IommuEventSource.Log.UnitFailed(failure.Unit, failure.Failure.ToString());
        }
    }

    public static void NoteRecovered(string unit)
    {
        if (IommuEventSource.Log.IsEnabled())
        {
            IommuEventSource.Log.UnitRecovered(unit);
        }
    }

    public static void NoteGuestCommands(int count) => s_guestCommands.Add(count);
}
