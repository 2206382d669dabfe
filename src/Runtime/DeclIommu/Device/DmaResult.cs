using DeclIommu.Memory;

namespace DeclIommu.Device;

/// <summary>The answer to one request of a device: where it goes, or why it does not.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="PhysicalAddress">The system physical address of the byte asked for; 0 for a fault.</param>
/// <param name="PageSize">The size in bytes of the page it lies in; 4096 where nothing was translated; 0 for a fault.</param>
/// <param name="Permissions">What the device may do there; none for a fault.</param>
public readonly record struct DmaResult(DmaOutcome Outcome, ulong PhysicalAddress, ulong PageSize, Permissions Permissions)
{
    /// <summary>Whether the request may go on at <see cref="PhysicalAddress"/>.</summary>
    public bool Succeeded => Outcome is DmaOutcome.Translated or DmaOutcome.PassedThrough;

    internal static DmaResult Fault(DmaOutcome outcome) => new(outcome, 0, 0, Permissions.None);
}
