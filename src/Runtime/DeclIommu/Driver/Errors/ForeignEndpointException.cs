namespace DeclIommu.Driver;

/// <summary>A device is not one that the host, or the unit named, translates for.</summary>
public sealed class ForeignEndpointException : IommuException
{
    internal ForeignEndpointException(string unit, ushort device, int count)
        : base($"Device ID 0x{device:X4} lies beyond the device table of {unit}, which has {count} entries.")
    {
        Unit = unit;
        Device = device;
    }

    internal ForeignEndpointException(string unit, ushort device)
        : base($"Device ID 0x{device:X4} behind {unit} belongs to another host than the domain.")
    {
        Unit = unit;
        Device = device;
    }

    internal ForeignEndpointException(string unit)
        : base($"{unit} is no unit of this host.") => Unit = unit;

    /// <summary>The unit.</summary>
    public string Unit { get; }

    /// <summary>The device ID, if it was one.</summary>
    public ushort? Device { get; }
}
