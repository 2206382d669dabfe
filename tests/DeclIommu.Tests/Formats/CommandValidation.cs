using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>Validates whichever command the bytes hold.</summary>
internal struct CommandValidation : ICommandHandler
{
    public bool IsValid;
    public bool IsUnknown;
    public LayoutFault Fault;

    public void OnCompletionWait(in CompletionWait command) => IsValid = command.TryValidate(out Fault);

    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command) => IsValid = command.TryValidate(out Fault);

    public void OnInvalidateIommuPages(in InvalidateIommuPages command) => IsValid = command.TryValidate(out Fault);

    public void OnInvalidateIotlbPages(in InvalidateIotlbPages command) => IsValid = command.TryValidate(out Fault);

    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command) => IsValid = command.TryValidate(out Fault);

    public void OnPrefetchIommuPages(in PrefetchIommuPages command) => IsValid = command.TryValidate(out Fault);

    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command) => IsValid = command.TryValidate(out Fault);

    public void OnInvalidateIommuAll(in InvalidateIommuAll command) => IsValid = command.TryValidate(out Fault);

    public void OnInsertGuestEvent(in InsertGuestEvent command) => IsValid = command.TryValidate(out Fault);

    public void OnResetVirtualMmio(in ResetVirtualMmio command) => IsValid = command.TryValidate(out Fault);

    public void OnUnknown(in Command raw) => IsUnknown = true;
}
