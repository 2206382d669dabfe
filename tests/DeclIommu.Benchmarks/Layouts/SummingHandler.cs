using DeclIommu.Formats;

namespace DeclIommu.Benchmarks.Layouts;

/// <summary>Adds up what it sees, so that nothing is optimised away.</summary>
internal struct SummingHandler : ICommandHandler
{
    public ulong Sum;

    public void OnCompletionWait(in CompletionWait command) => Sum += (command.Store ? 1UL : 0) + command.StoreAddress + command.StoreData;

    public void OnInvalidateIommuPages(in InvalidateIommuPages command) => Sum += command.DomainId.Value + (command.IsRange ? 1UL : 0) + command.Address;

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
