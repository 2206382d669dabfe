using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>Commands that no vector covers, against bytes worked out by hand from the table of commands.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Invalidate_all_is_its_opcode() =>
        Assert.Equal("00000000000000800000000000000000", Hex(new InvalidateIommuAll().ToRaw()));

    [Fact]
    public void Prefetch_places_every_field() =>
        Assert.Equal("34120005DEBC0A6015F0DEBC9A785634", Hex(new PrefetchIommuPages
        {
            DeviceId = new DeviceId(0x1234),
            Count = 5,
            Pasid = new Pasid(0xABCDE),
            IsRange = true,
            IsGuest = true,
            Invalidate = true,
            Address = 0x3456_789A_BCDE_F000,
        }.ToRaw()));

    [Fact]
    public void Insert_guest_event_carries_the_guest() =>
        Assert.Equal("00000000CDAB00900000000000000000", Hex(new InsertGuestEvent { GuestId = new GuestId(0xABCD) }.ToRaw()));

    [Fact]
    public void Reset_of_virtual_registers_places_every_field() =>
        Assert.Equal("CDAB0088000000A00000000000000000", Hex(new ResetVirtualMmio { GuestId = new GuestId(0xABCD), AllGuests = true, VirtualCommands = true }.ToRaw()));

    [Fact]
    public void A_device_invalidation_splits_the_PASID_in_three() =>
        Assert.Equal("0100BC000000DE4A0400000000000000", Hex(new InvalidateIotlbPages { DeviceId = new DeviceId(1), Pasid = new Pasid(0xABCDE), IsGuest = true }.ToRaw()));

    [Fact]
    public void A_device_invalidation_carries_its_type() =>
        Assert.Equal("00000000000000403000000000000000", Hex(new InvalidateIotlbPages { InvalidationType = 3 }.ToRaw()));

    [Fact]
    public void A_page_request_tag_has_ten_bits() =>
        Assert.Equal("000000000000007000000000FFF30000", Hex(new CompletePeripheralPageRequest { Tag = 0x3FF, Response = PageRequestResponse.ResponseFailure }.ToRaw()));

    [Fact]
    public void A_completion_wait_places_every_flag() =>
        Assert.Equal("07F0FFFFFFFF0F108877665544332211", Hex(new CompletionWait
        {
            Store = true,
            Interrupt = true,
            FlushQueue = true,
            StoreAddress = 0xF_FFFF_FFFF_F000,
            StoreData = 0x1122334455667788,
        }.ToRaw()));

    [Theory]
    [InlineData(1, 59, 52)]
    [InlineData(2, 59, 16)]
    [InlineData(2, 127, 64)]
    [InlineData(3, 31, 20)]
    [InlineData(3, 59, 48)]
    [InlineData(3, 75, 67)]
    [InlineData(4, 65, 65)]
    [InlineData(4, 67, 67)]
    [InlineData(4, 75, 70)]
    [InlineData(5, 59, 16)]
    [InlineData(5, 127, 64)]
    [InlineData(6, 23, 16)]
    [InlineData(6, 59, 52)]
    [InlineData(6, 65, 65)]
    [InlineData(6, 67, 67)]
    [InlineData(6, 75, 69)]
    [InlineData(7, 31, 16)]
    [InlineData(7, 59, 52)]
    [InlineData(7, 65, 64)]
    [InlineData(7, 95, 67)]
    [InlineData(7, 107, 106)]
    [InlineData(7, 127, 112)]
    [InlineData(8, 59, 0)]
    [InlineData(8, 127, 64)]
    [InlineData(10, 26, 16)]
    [InlineData(10, 30, 28)]
    [InlineData(10, 59, 32)]
    [InlineData(10, 127, 64)]
    public void Each_reserved_bit_of_a_command_is_reported(int opcode, int msb, int lsb)
    {
        UInt128 valid = (UInt128)opcode << 60;
        Assert.True(Validate(valid, out _));
        for (int bit = lsb; bit <= msb; bit++)
        {
            Assert.False(Validate(valid | (UInt128.One << bit), out LayoutFault fault), $"bit {bit}");
            Assert.Equal((LayoutFaultReason.ReservedBitSet, true), (fault.Reason, fault.Lsb <= bit && bit <= fault.Msb));
        }
    }

    [Theory]
    [InlineData(1, 51, 0)]
    [InlineData(1, 127, 64)]
    [InlineData(2, 15, 0)]
    [InlineData(3, 19, 0)]
    [InlineData(3, 47, 32)]
    [InlineData(3, 66, 64)]
    [InlineData(3, 127, 76)]
    [InlineData(4, 59, 0)]
    [InlineData(4, 64, 64)]
    [InlineData(4, 66, 66)]
    [InlineData(4, 69, 68)]
    [InlineData(4, 127, 76)]
    [InlineData(6, 15, 0)]
    [InlineData(6, 51, 24)]
    [InlineData(6, 64, 64)]
    [InlineData(6, 66, 66)]
    [InlineData(6, 68, 68)]
    [InlineData(6, 127, 76)]
    [InlineData(7, 15, 0)]
    [InlineData(7, 51, 32)]
    [InlineData(7, 66, 66)]
    [InlineData(7, 105, 96)]
    [InlineData(7, 111, 108)]
    [InlineData(10, 15, 0)]
    [InlineData(10, 27, 27)]
    [InlineData(10, 31, 31)]
    public void No_bit_of_a_field_of_a_command_is_reported(int opcode, int msb, int lsb)
    {
        for (int bit = lsb; bit <= msb; bit++)
        {
            Assert.True(Validate(((UInt128)opcode << 60) | (UInt128.One << bit), out LayoutFault fault), $"bit {bit}: {fault}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(15)]
    public void An_opcode_without_a_command_is_unknown(int opcode)
    {
        var validation = new CommandValidation();
        Command.Dispatch(Bytes((UInt128)opcode << 60), ref validation);

        Assert.True(validation.IsUnknown);
    }

    private static bool Validate(UInt128 raw, out LayoutFault fault)
    {
        var validation = new CommandValidation();
        Command.Dispatch(Bytes(raw), ref validation);
        Assert.False(validation.IsUnknown);
        fault = validation.Fault;
        return validation.IsValid;
    }

    private static byte[] Bytes(UInt128 raw)
    {
        byte[] bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, raw);
        return bytes;
    }

    private static string Hex(UInt128 raw) => Convert.ToHexString(Bytes(raw));
}
