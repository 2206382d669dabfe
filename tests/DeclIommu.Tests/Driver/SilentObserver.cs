using DeclIommu.Driver;
using DeclIommu.Formats;

namespace DeclIommu.Tests.Driver;

/// <summary>Does nothing of what a guest's commands ask for.</summary>
internal sealed class SilentObserver : IGuestCommandObserver
{
    public void OnCompletionWait(CompletionWait command)
    {
    }

    public void OnDeviceTableEntryInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
    {
    }

    public void OnInterruptTableInvalidated(DeviceId guestDevice, IommuEndpoint endpoint)
    {
    }
}
