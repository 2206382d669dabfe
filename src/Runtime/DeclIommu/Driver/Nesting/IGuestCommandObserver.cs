using DeclIommu.Formats;

namespace DeclIommu.Driver;

/// <summary>Does what commands of a guest ask for and only the emulator of its IOMMU can do.</summary>
/// <remarks>Called by whoever executes the commands, one command at a time, with no lock of the driver held. What it throws ends the execution.</remarks>
public interface IGuestCommandObserver
{
    /// <summary>All earlier commands have completed: store, interrupt, or both, as the command says.</summary>
    /// <remarks>The address to store to is the guest's: its reserved bits are clear, but nobody has looked where it leads. Write through what the guest may write, as for every address of a guest.</remarks>
    /// <param name="command">The command as the guest wrote it.</param>
    void OnCompletionWait(CompletionWait command);

    /// <summary>The guest has changed an entry of its device table: read it, and attach the device accordingly.</summary>
    /// <param name="guestDevice">The device, as the guest knows it.</param>
    /// <param name="endpoint">The device.</param>
    void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint);

    /// <summary>The guest has changed an interrupt remapping table.</summary>
    /// <param name="guestDevice">The device, as the guest knows it.</param>
    /// <param name="endpoint">The device.</param>
    void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint);
}
