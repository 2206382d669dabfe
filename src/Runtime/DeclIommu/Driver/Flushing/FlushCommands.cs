using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>The invalidations that the driver sends.</summary>
internal static class FlushCommands
{
    /// <summary>Everything cached under a domain ID: host and guest translations, page directories.</summary>
    /// <remarks>GN is clear: with nesting that also drops what guest tables gave under the ID.</remarks>
    public static InvalidateIommuPages Everything(DomainId domain) => Pages(domain, PageRange.All);

    /// <summary>What is cached of a range under a domain ID. Page directories go with it, for their tables may be freed afterwards.</summary>
    public static InvalidateIommuPages Pages(DomainId domain, PageRange range) => new() { DomainId = domain, IncludePageDirectories = true, Range = range };

    /// <summary>What a device has cached of a range.</summary>
    public static InvalidateIotlbPages DevicePages(DeviceId device, byte queueDepth, PageRange range) =>
        new() { DeviceId = device, QueueId = device.Value, MaxPending = queueDepth, Range = range };
}
