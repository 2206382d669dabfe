namespace DeclIommu.Driver;

/// <summary>The names under which the driver can be observed.</summary>
/// <remarks>
/// Instruments of the meter: <c>decliommu.flushes</c>, <c>decliommu.flush.commands</c>, <c>decliommu.flush.duration</c> (seconds), <c>decliommu.flush.widenings</c>,
/// <c>decliommu.ranges.unconfirmed</c>, <c>decliommu.unit.failures</c> (tags <c>decliommu.unit</c> and <c>decliommu.failure</c>), <c>decliommu.guest.commands</c>.
/// Events of the event source: FlushCompleted (1), FlushWidened (2), UnitFailed (3), UnitRecovered (4). They cost one branch while nobody listens.
/// </remarks>
public static class IommuTelemetry
{
    /// <summary>The name of the meter (System.Diagnostics.Metrics).</summary>
    public const string MeterName = "DeclIommu";

    /// <summary>The name of the event source.</summary>
    public const string EventSourceName = "DeclIommu";
}
