namespace DeclIommu.Device;

/// <summary>Where an <see cref="IommuDevice"/> delivers its own interrupts.</summary>
/// <remarks>
/// Called on whichever thread caused the interrupt, with none of the device's locks held, so it may use the device; calls may come at the same time from several threads.
/// It must not throw. The model keeps no MSI address and data: they belong to the PCI function that embeds it.
/// </remarks>
public interface IInterruptSink
{
    /// <summary>Delivers one interrupt.</summary>
    /// <param name="source">Why.</param>
    void Raise(InterruptSource source);
}
