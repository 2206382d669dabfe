using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class DeviceTableEntryTests
{
    [Theory]
    [InlineData(6, 2)]
    [InlineData(63, 63)]
    [InlineData(106, 106)]
    [InlineData(181, 180)]
    [InlineData(187, 187)]
    [InlineData(206, 192)]
    [InlineData(244, 240)]
    public void Each_reserved_bit_is_reported(int msb, int lsb)
    {
        for (int bit = lsb; bit <= msb; bit++)
        {
            Assert.False(WithBits(bit, bit).TryValidate(out LayoutFault fault), $"bit {bit}");
            Assert.Equal((LayoutFaultReason.ReservedBitSet, null as string), (fault.Reason, fault.Field));
        }
    }

    [Theory]
    [InlineData(11, 9, 7, nameof(DeviceTableEntry.Mode))]
    [InlineData(57, 56, 3, nameof(DeviceTableEntry.GuestCr3Levels))]
    [InlineData(8, 7, 2, nameof(DeviceTableEntry.HostAccessDirty))]
    [InlineData(100, 99, 3, nameof(DeviceTableEntry.IoControl))]
    [InlineData(132, 129, 12, nameof(DeviceTableEntry.InterruptTableLength))]
    [InlineData(132, 129, 15, nameof(DeviceTableEntry.InterruptTableLength))]
    [InlineData(183, 182, 2, nameof(DeviceTableEntry.GuestPagingMode))]
    [InlineData(183, 182, 3, nameof(DeviceTableEntry.GuestPagingMode))]
    [InlineData(189, 188, 3, nameof(DeviceTableEntry.InterruptControl))]
    public void An_illegal_value_is_reported_with_its_field(int msb, int lsb, int value, string field)
    {
        byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
        for (int bit = lsb; bit <= msb; bit++)
        {
            bytes[bit / 8] |= (byte)((value >> (bit - lsb) & 1) << (bit % 8));
        }

        Assert.False(DeviceTableEntry.Read(bytes).TryValidate(out LayoutFault fault));
        Assert.Equal((field, msb, lsb, LayoutFaultReason.UndefinedValue), (fault.Field, fault.Msb, fault.Lsb, fault.Reason));
    }

    [Fact]
    public void Every_legal_value_is_valid()
    {
        foreach (PagingMode mode in Enum.GetValues<PagingMode>())
        {
            Assert.True(new DeviceTableEntry { IsValid = true, TranslationValid = true, Mode = mode }.TryValidate(out _));
        }

        foreach (InterruptTableLength length in Enum.GetValues<InterruptTableLength>())
        {
            Assert.True(new DeviceTableEntry { InterruptMapValid = true, InterruptTableLength = length }.TryValidate(out _));
        }
    }

    [Fact]
    public void A_root_that_is_not_aligned_is_refused()
    {
        var entry = default(DeviceTableEntry);

        Assert.Throws<ArgumentException>(() => entry.HostPageTableRoot = 0x1800);
        Assert.Throws<ArgumentOutOfRangeException>(() => entry.HostPageTableRoot = 1UL << 52);
        Assert.Throws<ArgumentException>(() => entry.InterruptTableRoot = 0x20);
        Assert.Equal(default, entry);
    }

    [Fact]
    public void A_device_ID_is_bus_device_and_function()
    {
        var device = new DeviceId(0x00A0);

        Assert.Equal((0, 0x14, 0), (device.Bus, device.Device, device.Function));
        Assert.Equal(0xFFFF, new DeviceId { Bus = 0xFF, Device = 0x1F, Function = 7 }.Value);
    }

    private static DeviceTableEntry WithBits(int msb, int lsb)
    {
        byte[] bytes = new byte[DeviceTableEntry.SizeInBytes];
        for (int bit = lsb; bit <= msb; bit++)
        {
            bytes[bit / 8] |= (byte)(1 << (bit % 8));
        }

        return DeviceTableEntry.Read(bytes);
    }
}
