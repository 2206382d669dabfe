using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Adds up what it sees, so that nothing is optimised away.</summary>
internal struct SummingHandler : ICommandHandler
{
    public ulong Sum;

    // The sum is touched once, at the end: with a branch after its address is taken, the JIT would leave it in memory, which the peer's local is not.
    public void OnCompletionWait(in CompletionWait command)
    {
        ulong seen = (command.Store ? 1UL : 0) + command.StoreAddress + command.StoreData;
        Sum += seen;
    }

    public void OnInvalidateIommuPages(in InvalidateIommuPages command)
    {
        ulong seen = command.DomainId.Value + (command.IsRange ? 1UL : 0) + command.Address;
        Sum += seen;
    }

    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command) => Sum++;

    public void OnInvalidateIotlbPages(in InvalidateIotlbPages command) => Sum++;

    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command) => Sum++;

    public void OnPrefetchIommuPages(in PrefetchIommuPages command) => Sum++;

    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command) => Sum++;

    public void OnInvalidateIommuAll(in InvalidateIommuAll command) => Sum++;

    public void OnInsertGuestEvent(in InsertGuestEvent command) => Sum++;

    public void OnResetVirtualMmio(in ResetVirtualMmio command) => Sum++;

    public void OnUnknown(in Command raw) => Sum--;
}
