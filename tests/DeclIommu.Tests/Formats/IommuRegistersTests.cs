using System.Buffers.Binary;
using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>The register bank as a driver sees it: what each register stores. Every feature is there, and rings are so long that no pointer passes their end.</summary>
public sealed class IommuRegistersTests
{
    private IommuRegisters _registers = Fresh();

    // Offset and writable bits, from the table of registers. More than eight device table segments cannot be asked for, so bit 36 stays out of the control register.
    public static TheoryData<ulong, ulong> WritableBits => new()
    {
        { 0x0000, 0x000F_FFFF_FFFF_F1FF },
        { 0x0008, 0x0F0F_FFFF_FFFF_F000 },
        { 0x0010, 0x0F0F_FFFF_FFFF_F000 },
        { 0x0018, 0xFDFD_FFEF_FFFF_FFFF },
        { 0x0020, 0x000F_FFFF_FFFF_F003 },
        { 0x0028, 0x000F_FFFF_FFFF_F000 },
        { 0x0030, 0xFFDF_7FFF_B3FF_FFFF },
        { 0x0038, 0x0F0F_FFFF_FFFF_F000 },
        { 0x0040, ulong.MaxValue },
        { 0x0048, ulong.MaxValue },
        { 0x0050, 0 },
        { 0x0060, 0x7_FFFF },
        { 0x00D8, 0x7_FFFF },
        { 0x00E0, 0x0F0F_FFFF_FFFF_F000 },
        { 0x00E8, 0x000F_FFFF_FFFF_FFF8 },
        { 0x00F0, 0x0F0F_FFFF_FFFF_F000 },
        { 0x00F8, 0x0F0F_FFFF_FFFF_F000 },
        { 0x0100, 0x000F_FFFF_FFFF_F0FF },
        { 0x0130, 0x000F_FFFF_FFFF_F0FF },
        { 0x0138, 0 },
        { 0x0140, 0xFFFF_FFFF },
        { 0x0148, 0 },
        { 0x0150, 0x0000_001F_0000_0000 },
        { 0x0158, 0xFFFF_FFFC_0071_0000 | (ulong)MsiConstants },
        { 0x0160, 0x0000_FFFF_FFFF_FFFF },
        { 0x0168, 0x0000_2000_0000_0000 | (ulong)MsiMappingConstants },
        { 0x0170, 0xFF00_01FF_FFFF_FF04 },
        { 0x0178, 0xFF00_01FF_FFFF_FF04 },
        { 0x0180, 0xFF00_01FF_FFFF_FF04 },
        { 0x0190, 0 },
        { 0x01A0, 0xBFE },
        { 0x0200, 0x000F_FFFF_FFFF_F000 },
        { 0x0208, 0x000F_FFFF_FFFF_F003 },
        { 0x0210, 0x000F_FFFF_FFFF_F000 },
        { 0x0248, 0x000F_FFFF_FFFF_F000 },
        { 0x0250, 0x000F_FFFF_FFFF_F003 },
        { 0x0258, 0x000F_FFFF_FFFF_F000 },
        { 0x1FF8, 0 },
        { 0x2000, 0x7_FFF0 },
        { 0x2008, 0x7_FFF0 },
        { 0x2010, 0x7_FFF0 },
        { 0x2018, 0x7_FFF0 },
        { 0x2020, 0 },
        { 0x2030, 0x7_FFF0 },
        { 0x2038, 0x7_FFF0 },
        { 0x2040, 0x7_FFF8 },
        { 0x2048, 0x7_FFF8 },
        { 0x2050, 0x7_FFF0 },
        { 0x2058, 0x7_FFF0 },
        { 0x2070, 0x7_FFF0 },
        { 0x2078, 0x7_FFF0 },
        { 0x2080, 0x1F },
        { 0x2088, 0xC000_7FFF },
        { 0x2090, 0xC000_7FFF },
        { 0x3FF8, 0 },
    };

    private static uint MsiConstants => 0x0080_0005;

    private static uint MsiMappingConstants => 0xA803_0008;

    [Theory]
    [MemberData(nameof(WritableBits))]
    public void A_write_of_ones_stores_exactly_the_writable_bits(ulong offset, ulong expected)
    {
        Write64(offset, Ones(offset));

        Assert.Equal(expected.ToString("X16"), Read64(offset).ToString("X16"));
    }

    [Theory]
    [MemberData(nameof(WritableBits))]
    public void Two_halves_store_what_one_write_stores(ulong offset, ulong expected)
    {
        Write32(offset + 4, (uint)(Ones(offset) >> 32));
        Write32(offset, uint.MaxValue);

        Assert.Equal(((uint)expected, (uint)(expected >> 32)), (Read32(offset), Read32(offset + 4)));
    }

    [Theory]
    [MemberData(nameof(WritableBits))]
    public void A_write_to_one_half_leaves_the_other(ulong offset, ulong expected)
    {
        ulong before = Read64(offset);
        Write32(offset, uint.MaxValue);

        Assert.Equal(((uint)expected, (uint)(before >> 32)), (Read32(offset), Read32(offset + 4)));
    }

    [Fact]
    public void Without_any_feature_only_what_every_IOMMU_has_is_stored()
    {
        _registers.Capabilities = default;
        foreach (ulong offset in (ulong[])[0x38, 0x40, 0x48, 0x60, 0xE0, 0xE8, 0xF0, 0xF8, 0x100, 0x158, 0x160, 0x168, 0x170, 0x178, 0x180, 0x200, 0x208, 0x210, 0x2030, 0x2038, 0x2040, 0x2048, 0x2050, 0x2058, 0x2070, 0x2078, 0x2080, 0x2088, 0x2090])
        {
            Write64(offset, ulong.MaxValue);
            Assert.Equal((offset, 0UL), (offset, Read64(offset)));
        }

        // Left in the control register: bits 0 to 12, 18 to 21, 23, 37, 38, 48, 59 and 60.
        Write64(0x18, ulong.MaxValue);
        Assert.Equal(0x1801_0060_00BC_1FFFUL.ToString("X16"), Read64(0x18).ToString("X16"));
    }

    [Fact]
    public void A_one_clears_a_status_bit_and_leaves_what_runs()
    {
        _registers.Status = StatusRegister.FromRaw(0x79FFF);
        Write64(0x2020, ulong.MaxValue);

        // Writable by one-to-clear are the bits 0 to 2, 5, 6, 9 to 11, 15, 17 and 18.
        Assert.Equal(0x79FFFUL & ~0x68E67UL, Read64(0x2020));
    }

    [Fact]
    public void A_zero_clears_no_status_bit()
    {
        _registers.Status = StatusRegister.FromRaw(0x79FFF);
        Write64(0x2020, 0);

        Assert.Equal(0x79FFFUL, Read64(0x2020));
    }

    [Fact]
    public void A_write_to_the_upper_half_clears_no_status_bit()
    {
        _registers.Status = StatusRegister.FromRaw(0x79FFF);
        Write32(0x2024, uint.MaxValue);

        Assert.Equal(0x79FFFUL, Read64(0x2020));
    }

    [Fact]
    public void A_one_clears_the_hardware_event_status()
    {
        _registers.HardwareEventStatus = new HardwareEventStatusRegister { IsValid = true, Overflow = true };
        Write64(0x50, 2);

        Assert.Equal(1UL, Read64(0x50));
    }

    [Fact]
    public void The_device_gives_the_extended_features_and_no_write_changes_them()
    {
        _registers.ExtendedFeatures = ExtendedFeatureRegister.FromRaw(0x29D3);
        Write64(0x30, 0);

        Assert.Equal(0x29D3UL, Read64(0x30));
    }

    [Fact]
    public void A_locked_SMI_filter_keeps_its_value()
    {
        Write64(0x68, 0x7_1234);
        Write64(0x68, 0);

        Assert.Equal(0x7_1234UL, Read64(0x68));
        Assert.Equal(new DeviceId(0x1234), _registers.GetSmiFilter(1).DeviceId);
    }

    [Fact]
    public void Repeated_registers_lie_at_their_strides()
    {
        _registers.SetDeviceTableSegmentBase(6, new DeviceTableSegmentBaseRegister { Base = 0x1000 });
        _registers.SetMemoryAccessRoutingLength(3, new MemoryAccessRoutingLengthRegister { Length = 0x2000 });
        _registers.SetSmiFilter(15, new SmiFilterRegister { IsValid = true });

        Assert.Equal((0x1000UL, 0x2000UL, 0x2_0000UL), (Read64(0x130), Read64(0x258), Read64(0xD8)));
    }

    [Theory]
    [InlineData(0x2021, 4, AccessResult.Misaligned)]
    [InlineData(0x2024, 8, AccessResult.Misaligned)]
    [InlineData(0x2020, 1, AccessResult.BadWidth)]
    [InlineData(0x2020, 2, AccessResult.BadWidth)]
    [InlineData(0x4000, 8, AccessResult.Unmapped)]
    [InlineData(0x3FFC, 4, AccessResult.Done)]
    public void An_access_of_another_form_changes_nothing(ulong offset, int width, AccessResult expected)
    {
        _registers.Status = StatusRegister.FromRaw(0x79FFF);
        byte[] ones = new byte[width];
        ones.AsSpan().Fill(0xFF);

        Assert.Equal(expected, _registers.Write(offset, ones));
        Assert.Equal(expected, _registers.Read(offset, ones));
        Assert.Equal(0x79FFFUL, _registers.Status.ToRaw());
    }

    [Fact]
    public void Reset_clears_what_was_written()
    {
        foreach (var row in WritableBits)
        {
            Write64(row.Data.Item1, Ones(row.Data.Item1));
        }

        _registers.Reset();

        var fresh = default(IommuRegisters);
        fresh.Reset();
        fresh.Capabilities = _registers.Capabilities;
        byte[] expected = new byte[8];
        foreach (var row in WritableBits)
        {
            Assert.Equal(AccessResult.Done, fresh.Read(row.Data.Item1, expected));
            Assert.Equal(BinaryPrimitives.ReadUInt64LittleEndian(expected), Read64(row.Data.Item1));
        }

        Assert.Equal(MsiConstants, Read32(0x158));
        Assert.Equal(MsiMappingConstants, Read32(0x168));
    }

    private static IommuRegisters Fresh()
    {
        var registers = default(IommuRegisters);
        registers.Reset();
        registers.Capabilities = new IommuCapabilities(ExtendedFeatureRegister.FromRaw(ulong.MaxValue), ExtendedFeature2Register.FromRaw(ulong.MaxValue));
        registers.ExtendedFeatures = ExtendedFeatureRegister.FromRaw(ulong.MaxValue);
        registers.ExtendedFeatures2 = ExtendedFeature2Register.FromRaw(ulong.MaxValue);
        registers.CommandBufferBase = new CommandBufferBaseRegister { Length = 15 };
        registers.EventLogBase = registers.EventLogBBase = new EventLogBaseRegister { Length = 15 };
        registers.PageRequestLogBase = registers.PageRequestLogBBase = new PageRequestLogBaseRegister { Length = 15 };
        registers.GuestVirtualApicLogBase = new GuestVirtualApicLogBaseRegister { Length = 15 };
        return registers;
    }

    private static ulong Ones(ulong offset) => offset == 0x18 ? ~(1UL << 36) : ulong.MaxValue;

    private void Write64(ulong offset, ulong value) => Assert.Equal(AccessResult.Done, _registers.Write(offset, BitConverter.GetBytes(value)));

    private void Write32(ulong offset, uint value) => Assert.Equal(AccessResult.Done, _registers.Write(offset, BitConverter.GetBytes(value)));

    private ulong Read64(ulong offset)
    {
        byte[] bytes = new byte[8];
        Assert.Equal(AccessResult.Done, _registers.Read(offset, bytes));
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private uint Read32(ulong offset)
    {
        byte[] bytes = new byte[4];
        Assert.Equal(AccessResult.Done, _registers.Read(offset, bytes));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
