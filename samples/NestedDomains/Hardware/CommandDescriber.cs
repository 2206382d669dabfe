using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace NestedDomains.Hardware;

/// <summary>Puts each command into words; a command added to the set does not build until it has its words here.</summary>
internal struct CommandDescriber : ICommandHandler
{
    public DecodedCommand? Command { get; private set; }

    public void OnCompletionWait(in CompletionWait command) => Describe(
        "COMPLETION_WAIT",
        command.Store ? $"store 0x{command.StoreData:x} at 0x{command.StoreAddress:x}" : command.Interrupt ? "interrupt" : "no store",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInvalidateDeviceTableEntry(in InvalidateDeviceTableEntry command) => Describe(
        "INVALIDATE_DEVTAB_ENTRY",
        $"device {DeviceName.Of(command.DeviceId)}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInvalidateIommuPages(in InvalidateIommuPages command) => Describe(
        "INVALIDATE_IOMMU_PAGES",
        $"domain {command.DomainId.Value}, {RangeText(command.Range)}{(command.IncludePageDirectories ? ", with page directories" : "")}{(command.IsGuest ? $", PASID {command.Pasid.Value}" : "")}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInvalidateIotlbPages(in InvalidateIotlbPages command) => Describe(
        "INVALIDATE_IOTLB_PAGES",
        $"device {DeviceName.Of(command.DeviceId)}, 0x{command.Address:x}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInvalidateInterruptTable(in InvalidateInterruptTable command) => Describe(
        "INVALIDATE_INTERRUPT_TABLE",
        $"device {DeviceName.Of(command.DeviceId)}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnPrefetchIommuPages(in PrefetchIommuPages command) => Describe(
        "PREFETCH_IOMMU_PAGES",
        $"device {DeviceName.Of(command.DeviceId)}, 0x{command.Address:x}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnCompletePeripheralPageRequest(in CompletePeripheralPageRequest command) => Describe(
        "COMPLETE_PPR_REQUEST",
        $"device {DeviceName.Of(command.DeviceId)}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInvalidateIommuAll(in InvalidateIommuAll command) => Describe(
        "INVALIDATE_IOMMU_ALL",
        "everything",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnInsertGuestEvent(in InsertGuestEvent command) => Describe(
        "INSERT_GUEST_EVENT",
        $"guest {command.GuestId.Value}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnResetVirtualMmio(in ResetVirtualMmio command) => Describe(
        "RESET_VMMIO",
        $"guest {command.GuestId.Value}",
        command.TryValidate(out LayoutFault fault),
        fault);

    public void OnUnknown(in Command raw) =>
        Command = new DecodedCommand($"unknown 0x{(int)raw.Opcode:x}", "", "the specification names no command of this opcode");

    public static string RangeText(PageRange range) =>
        range == PageRange.All ? "all pages" : $"0x{range.Start:x}..0x{range.Last:x}";

    private void Describe(string name, string details, bool isValid, LayoutFault fault) =>
        Command = new DecodedCommand(name, details, isValid ? null : $"{fault.Field}: {fault.Reason}");
}
