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

    /// <summary>What guest tables gave of a range of one process address space. Page directories go with it.</summary>
    public static InvalidateIommuPages GuestPages(DomainId domain, Pasid pasid, PageRange range)
    {
        InvalidateIommuPages command = Pages(domain, range);
        command.IsGuest = true;
        command.Pasid = pasid;
        return command;
    }

    /// <summary>What a device has cached of a range of one process address space.</summary>
    public static InvalidateIotlbPages GuestDevicePages(DeviceId device, byte queueDepth, Pasid pasid, PageRange range)
    {
        InvalidateIotlbPages command = DevicePages(device, queueDepth, range);
        command.IsGuest = true;
        command.Pasid = pasid;
        return command;
    }
}
