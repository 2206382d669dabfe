using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class DeviceTableVectorTests
{
    private static readonly string[] Names =
    [
        "set_dte_entry_6_12", "clear_dte_entry_6_12", "set_dte_irq_entry_6_12", "make_clear_dte_mainline", "set_dte_v1_mainline", "set_dte_gcr3_mainline", "set_dte_nested_mainline",
    ];

    [Fact]
    public void Every_entry_that_Linux_builds_is_read_and_written_back_unchanged()
    {
        int count = 0;
        foreach (Vector vector in VectorFile.ReadAll("dte"))
        {
            Assert.Contains(vector.Name, Names);
            byte[] written = new byte[DeviceTableEntry.SizeInBytes];
            DeviceTableEntry read = DeviceTableEntry.Read(vector.Bytes);
            read.Write(written);
            vector.Expect(Convert.ToHexString(vector.Bytes), Convert.ToHexString(written), "entry");

            // Field by field, so that no two fields share a bit and none lies in the wrong place; what no field names stays behind.
            DeviceTableFields.Copy(read).Write(written);
            byte[] expected = DeviceTableFields.WithoutReservedBits(vector.Bytes);
            vector.Expect(Convert.ToHexString(expected), Convert.ToHexString(written), "entry, field by field");
            count++;
        }

        Assert.Equal(1123, count);
    }

    [Fact]
    public void Entries_for_host_tables_hold_what_Linux_was_asked_for()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_v1_mainline", 163))
        {
            DeviceTableEntry read = DeviceTableEntry.Read(vector.Bytes);
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect((true, true), (read.IsValid, read.TranslationValid), "V, TV");
            vector.Expect(vector.Number("root_pa"), read.HostPageTableRoot, "HostPageTableRoot");
            vector.Expect((PagingMode)vector.Number("mode"), read.Mode, "Mode");
            vector.Expect(vector.Number("domid"), read.DomainId.Value, "DomainId");
            vector.Expect(vector.Flag("dirty") ? HostAccessDirtyMode.AccessedAndDirty : HostAccessDirtyMode.None, read.HostAccessDirty, "HostAccessDirty");
            vector.Expect(vector.Flag("ats"), read.IotlbEnabled, "IotlbEnabled");
            vector.Expect((true, true), (read.ReadAllowed, read.WriteAllowed), "IR, IW");
            vector.Expect(false, read.GuestTranslationValid, "GV");
        }
    }

    [Fact]
    public void Entries_for_guest_tables_hold_what_Linux_was_asked_for()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_gcr3_mainline", 157))
        {
            DeviceTableEntry read = DeviceTableEntry.Read(vector.Bytes);
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(true, read.GuestTranslationValid, "GV");
            vector.Expect(vector.Number("gcr3_pa"), read.GuestCr3TableRoot, "GuestCr3TableRoot");
            vector.Expect((GuestCr3TableLevels)vector.Number("glx"), read.GuestCr3Levels, "GuestCr3Levels");
            vector.Expect(vector.Number("domid"), read.DomainId.Value, "DomainId");
            vector.Expect(vector.Flag("ats"), read.IotlbEnabled, "IotlbEnabled");
            vector.Expect(vector.Flag("ppr"), read.PeripheralPageRequests, "PeripheralPageRequests");
            vector.Expect(vector.Number("gpt_level") == 5 ? GuestPagingMode.FiveLevels : GuestPagingMode.FourLevels, read.GuestPagingMode, "GuestPagingMode");
        }
    }

    [Fact]
    public void Interrupt_fields_hold_what_Linux_was_asked_for()
    {
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_irq_entry_6_12", 54))
        {
            DeviceTableEntry read = DeviceTableEntry.Read(vector.Bytes);
            vector.Expect(true, read.InterruptMapValid, "IV");
            vector.Expect(vector.Number("irt_pa"), read.InterruptTableRoot, "InterruptTableRoot");
            vector.Expect((InterruptTableLength)vector.Number("inttablen"), read.InterruptTableLength, "InterruptTableLength");
            vector.Expect((InterruptControl)vector.Number("intctl"), read.InterruptControl, "InterruptControl");
        }
    }

    [Fact]
    public void Nested_entries_join_the_guests_part_and_the_hosts()
    {
        int valid = 0;
        foreach (Vector vector in VectorFile.Read("dte", "set_dte_nested_mainline", 335))
        {
            if (vector.Arguments.GetProperty("gdte_valid_errno").GetInt32() != 0)
            {
                continue;
            }

            DeviceTableEntry guest = DeviceTableEntry.Read(Convert.FromHexString(vector.Text("gdte")));
            DeviceTableEntry read = DeviceTableEntry.Read(vector.Bytes);
            Assert.True(read.TryValidate(out LayoutFault fault), $"{vector.Place}: {fault}");
            vector.Expect(vector.Number("gdomid"), guest.DomainId.Value, "DomainId of the guest");
            vector.Expect(vector.Number("hdomid"), read.DomainId.Value, "DomainId");
            vector.Expect(vector.Number("parent_root_pa"), read.HostPageTableRoot, "HostPageTableRoot");
            vector.Expect((PagingMode)vector.Number("parent_mode"), read.Mode, "Mode");
            vector.Expect(guest.GuestCr3TableRoot, read.GuestCr3TableRoot, "GuestCr3TableRoot");
            vector.Expect(guest.GuestCr3Levels, read.GuestCr3Levels, "GuestCr3Levels");
            vector.Expect(guest.GuestPagingMode, read.GuestPagingMode, "GuestPagingMode");
            vector.Expect(vector.Flag("ats"), read.IotlbEnabled, "IotlbEnabled");
            valid++;
        }

        Assert.True(valid > 0);
    }

    [Fact]
    public void The_root_of_the_guest_CR3_table_lies_in_three_pieces()
    {
        var entry = new DeviceTableEntry { GuestCr3TableRoot = 0xABCDEF1234000 };
        byte[] written = new byte[DeviceTableEntry.SizeInBytes];
        entry.Write(written);

        Assert.Equal(0x1000_0000_0000_0000UL, BitConverter.ToUInt64(written, 0));
        Assert.Equal(0xABCD_E800_E246_0000UL, BitConverter.ToUInt64(written, 8));
        Assert.Equal(0xABCDEF1234000UL, entry.GuestCr3TableRoot);
    }
}
