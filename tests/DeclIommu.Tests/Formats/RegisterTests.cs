using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>Register values read from running systems.</summary>
public sealed class RegisterTests
{
    // An EPYC 7542.
    private const ulong ServerExtendedFeatures = 0x058F77EF22294ADE;
    private const ulong ServerControl = 0x000C22003203F48D;

    // The device model of QEMU 7.2 under Linux 6.1.
    private const ulong EmulatorExtendedFeatures = 0x29D3;
    private const ulong EmulatorControl = 0x3F48F;

    [Fact]
    public void The_extended_features_of_a_server_are_read()
    {
        var expected = default(ExtendedFeatureRegister) with
        {
            PageRequestsSupported = true,
            X2ApicSupported = true,
            NoExecuteSupported = true,
            GuestTranslationSupported = true,
            InvalidateAllSupported = true,
            GuestVirtualApicSupported = true,
            PerformanceCountersSupported = true,
            HostPageTableLevels = HostPageTableLevels.Six,
            GuestPageTableLevels = GuestPageTableLevels.Four,
            GuestCr3TableLevels = GuestCr3TableLevels.Two,
            SmiFilterMode = 1,
            SmiFilterRegisters = 2,
            GuestVirtualApicModes = 1,
            DualPageRequestLogMode = 2,
            DualEventLogMode = 2,
            MaximumPasidBits = 15,
            UserSupervisorSupported = true,
            DeviceTableSegments = 3,
            PageRequestEarlyOverflowSupported = true,
            PageRequestAutoResponseSupported = true,
            MemoryAccessRoutingMode = 1,
            BlockStopMarkSupported = true,
            PerformanceOptimizationSupported = true,
            MsiCapabilityMirrorSupported = true,
            GuestIoSupported = true,
            HostAccessedSupported = true,
            EnhancedPageRequestHandlingSupported = true,
            AttributeForwardingSupported = true,
            VirtualIommuSupported = true,
            VmGuardIoSupported = true,
            VmTableSize = 2,
        };

        Assert.Equal(expected, ExtendedFeatureRegister.FromRaw(ServerExtendedFeatures));
        Assert.True(expected.TryValidate(out LayoutFault fault), fault.ToString());
    }

    [Fact]
    public void The_extended_features_of_an_emulator_are_read()
    {
        var expected = default(ExtendedFeatureRegister) with
        {
            PrefetchSupported = true,
            PageRequestsSupported = true,
            GuestTranslationSupported = true,
            InvalidateAllSupported = true,
            GuestVirtualApicSupported = true,
            HardwareErrorRegistersSupported = true,
            HostPageTableLevels = HostPageTableLevels.Six,
            GuestPageTableLevels = GuestPageTableLevels.Six,
        };

        Assert.Equal(expected, ExtendedFeatureRegister.FromRaw(EmulatorExtendedFeatures));
    }

    [Fact]
    public void The_control_register_of_a_server_is_read()
    {
        var expected = default(ControlRegister) with
        {
            IommuEnabled = true,
            EventLogEnabled = true,
            EventInterruptEnabled = true,
            InvalidationTimeout = InvalidationTimeout.OneSecond,
            Coherent = true,
            CommandBufferEnabled = true,
            PageRequestLogEnabled = true,
            PageRequestInterruptEnabled = true,
            PageRequestsEnabled = true,
            GuestTranslationEnabled = true,
            GuestVirtualApicEnabled = true,
            GuestVirtualApicMode = GuestVirtualApicMode.GuestVirtualApic,
            GuestVirtualApicLogEnabled = true,
            GuestVirtualApicInterruptEnabled = true,
            BlockStopMarkEnabled = true,
            EnhancedPageRequestHandling = true,
            X2ApicEnabled = true,
            X2ApicCapabilityInterruptsEnabled = true,
        };

        Assert.Equal(expected, ControlRegister.FromRaw(ServerControl));
        Assert.True(expected.TryValidate(out LayoutFault fault), fault.ToString());
    }

    [Fact]
    public void The_control_register_of_an_emulator_is_read()
    {
        var expected = default(ControlRegister) with
        {
            IommuEnabled = true,
            HyperTransportTunnelEnabled = true,
            EventLogEnabled = true,
            EventInterruptEnabled = true,
            InvalidationTimeout = InvalidationTimeout.OneSecond,
            Coherent = true,
            CommandBufferEnabled = true,
            PageRequestLogEnabled = true,
            PageRequestInterruptEnabled = true,
            PageRequestsEnabled = true,
            GuestTranslationEnabled = true,
            GuestVirtualApicEnabled = true,
        };

        Assert.Equal(expected, ControlRegister.FromRaw(EmulatorControl));
    }

    [Fact]
    public void The_bases_that_Linux_programs_are_read()
    {
        Assert.Equal((0x63400000UL, 2UL * 1024 * 1024), Table(0x634001FF));
        Assert.Equal((0x049C8000UL, 8192UL), Table(0x049C8001));

        var commands = CommandBufferBaseRegister.FromRaw(0x0900000_0049CA000);
        Assert.Equal((0x049CA000UL, 9, 8192UL), (commands.Base, commands.Length, commands.LengthInBytes));
        var events = EventLogBaseRegister.FromRaw(0x0900000_0049CC000);
        Assert.Equal((0x049CC000UL, 9, 8192UL), (events.Base, events.Length, events.LengthInBytes));
        var requests = PageRequestLogBaseRegister.FromRaw(0x0900000_006026000);
        Assert.Equal((0x06026000UL, 9, 8192UL), (requests.Base, requests.Length, requests.LengthInBytes));

        static (ulong Base, ulong Length) Table(ulong raw)
        {
            var register = DeviceTableBaseRegister.FromRaw(raw);
            return (register.Base, register.TableLength);
        }
    }

    [Fact]
    public void The_pointers_and_the_status_of_an_emulator_are_read()
    {
        Assert.Equal(0x1950u, RingPointerRegister.FromRaw(0x1950).Offset);
        Assert.Equal(default(StatusRegister) with { EventLogRunning = true, CommandBufferRunning = true }, StatusRegister.FromRaw(0x18));
    }

    [Fact]
    public void A_ring_pointer_is_a_multiple_of_its_entries()
    {
        var pointer = default(RingPointerRegister);

        Assert.Throws<ArgumentException>(() => pointer.Offset = 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => pointer.Offset = 0x80000);
    }

    [Fact]
    public void A_guest_virtual_APIC_log_pointer_counts_entries_of_8_bytes()
    {
        var pointer = default(GuestVirtualApicLogPointerRegister);
        pointer.Offset = 0x7FFF8;

        Assert.Equal(0x7FFF8UL, pointer.ToRaw());
    }
}
