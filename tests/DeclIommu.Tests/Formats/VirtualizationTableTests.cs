using System.Text;
using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

/// <summary>Entries of the IVRS, against bytes worked out by hand from its tables.</summary>
public sealed class VirtualizationTableTests
{
    [Fact]
    public void The_header_names_the_table()
    {
        var header = new IvrsHeader { Length = 0x1234, Revision = 2, PhysicalAddressSize = 48, VirtualAddressSize = 64, GuestVirtualAddressSize = 2, ExtendedFeaturesSupported = true };
        byte[] bytes = new byte[IvrsHeader.SizeInBytes];
        header.Write(bytes);

        Assert.Equal(48, bytes.Length);
        Assert.Equal("IVRS", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.Equal("3412000002", Convert.ToHexString(bytes, 4, 5));
        Assert.Equal("41302000", Convert.ToHexString(bytes, 36, 4));
    }

    [Fact]
    public void Another_table_is_not_taken_for_it()
    {
        Assert.False(IvrsHeader.Read(new byte[48]).TryValidate(out LayoutFault fault));
        Assert.Equal((nameof(IvrsHeader.Signature), LayoutFaultReason.ConstantMismatch), (fault.Field, fault.Reason));
    }

    [Fact]
    public void A_block_of_type_10_is_read()
    {
        byte[] bytes = Convert.FromHexString("10FF4801" + "02004000" + "0000D8FE00000000" + "0000" + "0105" + "D340B0A6");
        var block = IvhdBlock10.Read(bytes);

        Assert.Equal(24, IvhdBlock10.SizeInBytes);
        Assert.True(block.TryValidate(out LayoutFault fault), fault.ToString());
        Assert.Equal((0x148, 2, 0x40, 0xFED80000UL, 0), (block.Length, block.DeviceId.Value, block.CapabilityOffset, block.BaseAddress, block.Segment));
        Assert.Equal((true, true, true), (block.HyperTransportTunnel, block.PrefetchSupported, block.PageRequestsSupported));
        Assert.Equal((1, 5), (block.MsiNumber, block.UnitId));

        // The feature word 0xA6B040D3, from bit 31 down: 10 10 01101 011000 0010 00000 1 1 0 10 0 1 1.
        Assert.Equal((true, true, false, GuestCr3TableLevels.Three, false, true, true), (block.X2ApicSupported, block.NoExecuteSupported, block.GuestTranslationSupported, block.GuestCr3TableLevels, block.InvalidateAllSupported, block.GuestVirtualApicSupported, block.HardwareErrorRegistersSupported));
        Assert.Equal((0, 2, 24, 13), (block.MaximumPasidBits, block.CountersPerBank, block.CounterBanks, block.PageRequestMsiNumber));
        Assert.Equal((GuestPageTableLevels.Six, HostPageTableLevels.Six), (block.GuestPageTableLevels, block.HostPageTableLevels));
    }

    [Fact]
    public void A_block_of_type_11_carries_the_image_of_the_extended_features()
    {
        byte[] bytes = Convert.FromHexString("11002800" + "02004000" + "0000D8FE00000000" + "0000" + "0000" + "01000000" + "DE4A2922EF778F05" + "0800000000000000");
        var block = IvhdBlock11.Read(bytes);

        Assert.Equal(40, IvhdBlock11.SizeInBytes);
        Assert.Equal(IvrsBlockType.Hardware11, block.Type);
        Assert.True(block.HostTranslationDisabled);
        Assert.Equal(0x058F77EF22294ADEUL, block.ExtendedFeatures.ToRaw());
        Assert.True(block.ExtendedFeatures2.GuestCr3TablePointerTranslationSupported);
    }

    [Fact]
    public void Entries_of_4_bytes_are_read()
    {
        Assert.True(IvhdDeviceEntry.Read(Convert.FromHexString("02A000D7")).TryAs(out IvhdSelect select));
        Assert.Equal(0xA0, select.DeviceId.Value);
        Assert.Equal(
            new IvhdDeviceSettings { InitPass = true, ExternalInterruptPass = true, NmiPass = true, SystemManagement = SystemManagementControl.ForwardMessages, Lint0Pass = true, Lint1Pass = true },
            select.Settings);
        Assert.Equal(0x03u | 0x1234 << 8, new IvhdRangeStart { DeviceId = new DeviceId(0x1234) }.ToRaw());
        Assert.Equal(0x04u | 0xFFFF << 8, new IvhdRangeEnd { DeviceId = new DeviceId(0xFFFF) }.ToRaw());
        Assert.Equal(0x0100_0001u, new IvhdAllDevices { Settings = new IvhdDeviceSettings { InitPass = true } }.ToRaw());
        Assert.Equal(0u, new IvhdPadding().ToRaw());
    }

    [Fact]
    public void Entries_of_8_bytes_are_read()
    {
        Assert.Equal(0x0000_A400_0012_3442UL, new IvhdAliasSelect { DeviceId = new DeviceId(0x1234), SourceDeviceId = new DeviceId(0x00A4) }.ToRaw());
        Assert.Equal(0x8000_0000_0056_7846UL, new IvhdExtendedSelect { DeviceId = new DeviceId(0x5678), AtsDisabled = true }.ToRaw());
        Assert.True(IvhdDeviceEntry8.Read(Convert.FromHexString("480000D702A00001")).TryAs(out IvhdSpecialDevice special));
        Assert.Equal((IvhdSpecialDeviceVariety.IoApic, 2, 0xA0), (special.Variety, special.Handle, special.SourceDeviceId.Value));
        Assert.Equal(0x43UL, new IvhdAliasRangeStart().ToRaw());
        Assert.Equal(0x47UL, new IvhdExtendedRangeStart().ToRaw());
        Assert.Equal(0x40UL, new IvhdPadding8().ToRaw());
    }

    [Fact]
    public void A_named_device_is_read()
    {
        byte[] bytes = Convert.FromHexString("F0A00000" + Convert.ToHexString(Encoding.ASCII.GetBytes("AMDI0020")) + "0000000000000000" + "0209");
        var device = IvhdAcpiDevice.Read(bytes);

        Assert.Equal(22, IvhdAcpiDevice.SizeInBytes);
        Assert.True(device.TryValidate(out LayoutFault fault), fault.ToString());
        Assert.Equal((0xA0, IvhdUniqueIdFormat.Text, 9), (device.DeviceId.Value, device.UniqueIdFormat, device.UniqueIdLength));
        Assert.Equal("AMDI0020", Encoding.ASCII.GetString(BitConverter.GetBytes(device.HardwareId)));
    }

    [Fact]
    public void A_range_of_memory_is_read()
    {
        byte[] bytes = Convert.FromHexString("220B2000" + "10002000" + "0000000000000000" + "0010000000000000" + "0030000000000000");
        var block = IvmdBlock.Read(bytes);

        Assert.Equal(32, IvmdBlock.SizeInBytes);
        Assert.Equal((IvrsBlockType.MemoryRange, true, true, false, true), (block.Type, block.IsUnityMapped, block.ReadAllowed, block.WriteAllowed, block.IsExclusion));
        Assert.Equal((32, 0x10, 0x20, 0x1000UL, 0x3000UL), (block.Length, block.DeviceId.Value, block.LastDeviceId.Value, block.Start, block.MemoryLength));
    }
}
