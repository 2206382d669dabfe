using System.Diagnostics.Tracing;

namespace DeclIommu.Driver;

/// <summary>Events of the driver, for event listeners and tracing tools.</summary>
/// <remarks>Callers ask <see cref="EventSource.IsEnabled()"/> first: the one branch that an event costs while nobody listens.</remarks>
[EventSource(Name = IommuTelemetry.EventSourceName)]
internal sealed class IommuEventSource : EventSource
{
    public static readonly IommuEventSource Log = new();

    [Event(1, Level = EventLevel.Verbose)]
    public void FlushCompleted(long units, long commands, long microseconds) => WriteEvent(1, units, commands, microseconds);

    [Event(2, Level = EventLevel.Informational)]
    public void FlushWidened(string unit, long domainIds) => WriteEvent(2, unit, domainIds);

    [Event(3, Level = EventLevel.Error)]
    public void UnitFailed(string unit, string failure) => WriteEvent(3, unit, failure);

    [Event(4, Level = EventLevel.Informational)]
    public void UnitRecovered(string unit) => WriteEvent(4, unit);
}
