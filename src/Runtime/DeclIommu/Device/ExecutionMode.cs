namespace DeclIommu.Device;

/// <summary>Who executes the commands of an <see cref="IommuDevice"/>.</summary>
public enum ExecutionMode
{
    /// <summary>A thread of the device's own, some time after the tail was written.</summary>
    Threaded,

    /// <summary>The caller of <see cref="IommuDevice.Step"/>, and nobody else.</summary>
    Stepped,
}
