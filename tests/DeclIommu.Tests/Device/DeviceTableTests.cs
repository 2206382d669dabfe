using DeclIommu.Device;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Device;

public sealed class DeviceTableTests : IDisposable
{
    private static readonly DeviceId Disk = new(0x0108);

    private readonly Machine _machine = new(Machine.Stepped);

    public void Dispose() => _machine.Dispose();

    private DmaResult Translate(Permissions access = Permissions.Read) => _machine.Device.Translate(Disk, 0x1234, access);

    [Fact]
    public void With_the_IOMMU_off_requests_pass_whatever_the_entry_says()
    {
        using var machine = new Machine(Machine.Stepped, control: 0);
        machine.SetEntry(Disk, new DeviceTableEntry { IsValid = true });

        Assert.Equal(new DmaResult(DmaOutcome.PassedThrough, 0x1234, 4096, Permissions.ReadWrite), machine.Device.Translate(Disk, 0x1234, Permissions.ReadWrite));
    }

    [Fact]
    public void An_entry_that_is_not_valid_lets_requests_pass_whatever_else_it_holds()
    {
        _machine.Bytes(Machine.DeviceTable + (Disk.Value * 32ul), 16).Fill(0xFE);

        Assert.Equal(new DmaResult(DmaOutcome.PassedThrough, 0x1234, 4096, Permissions.ReadWrite), Translate(Permissions.ReadWrite));
        Assert.Empty(_machine.Events());
    }

    [Fact]
    public void An_entry_without_valid_translation_blocks_with_a_page_fault()
    {
        _machine.SetEntry(Disk, new DeviceTableEntry { IsValid = true, ReadAllowed = true, WriteAllowed = true, DomainId = new DomainId(5) });

        Assert.Equal(DmaOutcome.Blocked, Translate(Permissions.Write).Outcome);

        // Code 2, RW bit 53, PR clear, domain 5.
        UInt128 logged = Assert.Single(_machine.Events());
        Assert.Equal(0x2020_0005_0000_0108ul, (ulong)logged);
        Assert.Equal(0x1234ul, (ulong)(logged >> 64));
    }

    [Theory]
    [InlineData(Permissions.ReadWrite)]
    [InlineData(Permissions.Read)]
    [InlineData(Permissions.None)]
    public void Mode_0_is_identity_with_the_permissions_of_the_entry(Permissions permissions)
    {
        _machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation, permissions);

        foreach (Permissions access in (Permissions[])[Permissions.Read, Permissions.Write])
        {
            DmaResult expected = (permissions & access) == access
                ? new DmaResult(DmaOutcome.Translated, 0x1234, 4096, permissions)
                : new DmaResult(DmaOutcome.PermissionDenied, 0, 0, Permissions.None);
            Assert.Equal(expected, Translate(access));
        }
    }

    public static TheoryData<string, ulong, ulong> IllegalEntries => new()
    {
        { "Mode 7", 0xE03, 0 },
        { "HAD 2", 0x103, 0 },
        { "GLX 3", 0x300_0000_0000_0003, 0 },
        { "IoCtl 3", 3, 0x18_0000_0000 },
        { "bit 2", 0x7, 0 },
        { "bit 6", 0x43, 0 },
        { "bit 63", 0x8000_0000_0000_0003, 0 },
        { "bit 106", 3, 0x400_0000_0000 },
        { "GV without guest translation", 0x80_0000_0000_0003, 0 },
        { "reserved bit with TV clear", 0x5, 0 },
    };

    [Theory]
    [MemberData(nameof(IllegalEntries))]
    public void An_entry_that_breaks_the_specification_is_logged_as_illegal(string what, ulong low, ulong second)
    {
        ulong entry = Machine.DeviceTable + (Disk.Value * 32ul);
        _machine.WriteWord(entry, low);
        _machine.WriteWord(entry + 8, second);

        Assert.True(DmaOutcome.IllegalDeviceTableEntry == Translate().Outcome, what);

        // Code 1, RZ bit 55; the address loses its low two bits.
        UInt128 logged = Assert.Single(_machine.Events());
        Assert.Equal(0x1080_0000_0000_0108ul, (ulong)logged);
        Assert.Equal(0x1234ul, (ulong)(logged >> 64));
    }

    [Fact]
    public void The_upper_half_is_not_judged_with_memory_requests()
    {
        _machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation);
        _machine.Bytes(Machine.DeviceTable + (Disk.Value * 32ul) + 16, 16).Fill(0xFF);

        Assert.Equal(DmaOutcome.Translated, Translate().Outcome);
    }

    [Fact]
    public void More_levels_than_the_device_announces_are_illegal()
    {
        var options = new IommuDeviceOptions
        {
            ExecutionMode = ExecutionMode.Stepped,
            ExtendedFeatures = new ExtendedFeatureRegister { HostPageTableLevels = HostPageTableLevels.Four },
        };
        using var machine = new Machine(options);
        machine.Attach(Disk, 1, machine.NewTable(), PagingMode.FiveLevels);

        Assert.Equal(DmaOutcome.IllegalDeviceTableEntry, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
    }

    [Fact]
    public void A_device_beyond_the_table_is_logged_as_illegal_and_never_read()
    {
        var first = new DeviceId(Machine.DeviceTablePages * 128);
        _machine.Bytes(Machine.DeviceTable + (first.Value * 32ul), 32).Clear();

        Assert.Equal(DmaOutcome.IllegalDeviceTableEntry, _machine.Device.Translate(first, 0x1000, Permissions.Read).Outcome);
        Assert.Equal(DmaOutcome.PassedThrough, _machine.Device.Translate(new DeviceId((ushort)(first.Value - 1)), 0x1000, Permissions.Read).Outcome);
        Assert.Equal(0x1000_0000_0000_0800ul, (ulong)Assert.Single(_machine.Events()));
    }

    [Fact]
    public void A_table_outside_of_memory_is_a_hardware_error()
    {
        _machine.WriteRegister(RegisterOffsets.DeviceTableBase, Machine.MemorySize + Machine.DeviceTablePages - 1);

        Assert.Equal(DmaOutcome.DeviceTableUnreadable, Translate().Outcome);

        // Code 3, type 1 (master abort) at bits 58:57.
        UInt128 logged = Assert.Single(_machine.Events());
        Assert.Equal(0x3200_0000_0000_0108ul, (ulong)logged);
        Assert.Equal(Machine.MemorySize + (0x108 * 32), (ulong)(logged >> 64));
        Assert.Equal((ulong)logged, _machine.ReadRegister(RegisterOffsets.HardwareEventLow));
        Assert.Equal((ulong)(logged >> 64), _machine.ReadRegister(RegisterOffsets.HardwareEventHigh));
        Assert.Equal(1ul, _machine.ReadRegister(RegisterOffsets.HardwareEventStatus));
    }

    [Fact]
    public void An_entry_stays_as_it_was_read_until_it_is_invalidated()
    {
        _machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation);
        Assert.Equal(DmaOutcome.Translated, Translate().Outcome);
        _machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation, Permissions.None);
        Assert.Equal(DmaOutcome.Translated, Translate().Outcome);

        _machine.Execute(new InvalidateDeviceTableEntry { DeviceId = new DeviceId(0x0109) }.ToRaw());
        Assert.Equal(DmaOutcome.Translated, Translate().Outcome);

        _machine.Execute(new InvalidateDeviceTableEntry { DeviceId = Disk }.ToRaw());
        Assert.Equal(DmaOutcome.PermissionDenied, Translate().Outcome);
    }

    [Fact]
    public void What_is_written_between_the_two_halves_reaches_only_the_upper_one()
    {
        Machine? machine = null;
        int reads = 0;
        using (machine = new Machine(new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, BetweenDeviceTableEntryHalves = Break }))
        {
            machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation);

            Assert.Equal(DmaOutcome.Translated, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
            machine.Execute(new InvalidateDeviceTableEntry { DeviceId = Disk }.ToRaw());
            Assert.Equal(DmaOutcome.PermissionDenied, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
            Assert.Equal(2, reads);
        }

        void Break(DeviceId device)
        {
            reads++;
            machine!.Attach(device, 5, root: 0, PagingMode.NoTranslation, Permissions.None);
        }
    }

    [Fact]
    public void An_entry_read_before_an_invalidation_is_not_kept_after_it()
    {
        Machine? machine = null;
        using (machine = new Machine(new IommuDeviceOptions { ExecutionMode = ExecutionMode.Stepped, BetweenDeviceTableEntryHalves = BlockAndInvalidate }))
        {
            machine.Attach(Disk, 5, root: 0, PagingMode.NoTranslation);

            Assert.Equal(DmaOutcome.Translated, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
            Assert.Equal(DmaOutcome.PermissionDenied, machine.Device.Translate(Disk, 0, Permissions.Read).Outcome);
        }

        void BlockAndInvalidate(DeviceId device)
        {
            machine!.Attach(device, 5, root: 0, PagingMode.NoTranslation, Permissions.None);
            machine.Execute(new InvalidateDeviceTableEntry { DeviceId = device }.ToRaw());
        }
    }

    [Fact]
    public void Each_segment_of_the_table_holds_its_share_of_the_devices()
    {
        var options = new IommuDeviceOptions
        {
            ExecutionMode = ExecutionMode.Stepped,
            ExtendedFeatures = new ExtendedFeatureRegister { DeviceTableSegments = 1, HostPageTableLevels = HostPageTableLevels.Six },
        };
        using var machine = new Machine(options, RegisterOffsets.ControlOfRunningDriver + 0x4_0000_0000);
        machine.WriteRegister(0x0100, Machine.Data);
        Machine.EntryOf(5, 0, PagingMode.NoTranslation, Permissions.Write).Write(machine.Bytes(Machine.Data + 32, 32));

        Assert.Equal(Permissions.Write, machine.Device.Translate(new DeviceId(0x8001), 0, Permissions.Write).Permissions);
        Assert.Equal(DmaOutcome.IllegalDeviceTableEntry, machine.Device.Translate(new DeviceId(0x8080), 0, Permissions.Write).Outcome);
    }
}
