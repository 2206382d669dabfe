using DeclIommu.Formats;
using DeclIommu.Layouts;

namespace DeclIommu.Tests.Formats;

public sealed class CapabilityTests
{
    private static readonly IommuCapabilities s_none = default;

    private static readonly IommuCapabilities s_all = new(ExtendedFeatureRegister.FromRaw(ulong.MaxValue) with { GuestPageTableLevels = GuestPageTableLevels.Six }, ExtendedFeature2Register.FromRaw(ulong.MaxValue));

    public static TheoryData<string, DeviceTableEntry> Gated => new()
    {
        { nameof(DeviceTableEntry.PeripheralPageRequests), new DeviceTableEntry { PeripheralPageRequests = true } },
        { nameof(DeviceTableEntry.GuestPasidResponsePrefix), new DeviceTableEntry { GuestPasidResponsePrefix = true } },
        { nameof(DeviceTableEntry.GuestIoValid), new DeviceTableEntry { GuestIoValid = true } },
        { nameof(DeviceTableEntry.GuestTranslationValid), new DeviceTableEntry { GuestTranslationValid = true } },
        { nameof(DeviceTableEntry.HostAccessDirty), new DeviceTableEntry { HostAccessDirty = HostAccessDirtyMode.Accessed } },
        { nameof(DeviceTableEntry.HostAccessDirty), new DeviceTableEntry { HostAccessDirty = HostAccessDirtyMode.AccessedAndDirty } },
        { nameof(DeviceTableEntry.GuestPagingMode), new DeviceTableEntry { GuestPagingMode = GuestPagingMode.FiveLevels } },
        { nameof(DeviceTableEntry.VirtualImuEnabled), new DeviceTableEntry { VirtualImuEnabled = true } },
        { nameof(DeviceTableEntry.GuestDeviceId), new DeviceTableEntry { GuestDeviceId = new DeviceId(1) } },
        { nameof(DeviceTableEntry.GuestId), new DeviceTableEntry { GuestId = new GuestId(0x8000) } },
        { nameof(DeviceTableEntry.AttributesValid), new DeviceTableEntry { AttributesValid = true } },
        { nameof(DeviceTableEntry.ForceCoherentUntranslated), new DeviceTableEntry { ForceCoherentUntranslated = true } },
        { nameof(DeviceTableEntry.SnoopAttribute), new DeviceTableEntry { SnoopAttribute = 0x80 } },
    };

    [Theory]
    [MemberData(nameof(Gated), DisableDiscoveryEnumeration = true)]
    public void A_field_needs_its_feature(string field, DeviceTableEntry entry)
    {
        Assert.True(entry.TryValidate(out _));
        Assert.True(entry.TryValidate(s_all, out LayoutFault fault), fault.ToString());
        Assert.False(entry.TryValidate(s_none, out fault));
        Assert.Equal((field, LayoutFaultReason.NotAvailable), (fault.Field, fault.Reason));
    }

    [Fact]
    public void An_entry_for_a_host_table_needs_no_feature()
    {
        var entry = new DeviceTableEntry { IsValid = true, TranslationValid = true, Mode = PagingMode.SixLevels, HostPageTableRoot = 0x1000, ReadAllowed = true, WriteAllowed = true, DomainId = new DomainId(1), InterruptMapValid = true };

        Assert.True(entry.TryValidate(s_none, out LayoutFault fault), fault.ToString());
    }

    [Fact]
    public void The_type_of_a_device_invalidation_needs_its_feature()
    {
        var command = new InvalidateIotlbPages { InvalidationType = 1 };

        Assert.False(command.TryValidate(s_none, out LayoutFault fault));
        Assert.Equal(nameof(InvalidateIotlbPages.InvalidationType), fault.Field);
        Assert.True(command.TryValidate(s_all, out _));
    }

    [Fact]
    public void Guest_tables_of_five_levels_are_there_from_the_second_code_on()
    {
        Assert.False(Levels(GuestPageTableLevels.Four).FiveLevelGuestTables);
        Assert.True(Levels(GuestPageTableLevels.Five).FiveLevelGuestTables);
        Assert.True(Levels(GuestPageTableLevels.Six).FiveLevelGuestTables);

        static IommuCapabilities Levels(GuestPageTableLevels levels) => new(default(ExtendedFeatureRegister) with { GuestPageTableLevels = levels }, default);
    }

    [Fact]
    public void Every_capability_is_off_by_default_and_on_with_every_feature()
    {
        foreach (System.Reflection.PropertyInfo property in typeof(IommuCapabilities).GetProperties().Where(property => property.PropertyType == typeof(bool)))
        {
            Assert.Equal((property.Name, false), (property.Name, (bool)property.GetValue(s_none)!));
            Assert.Equal((property.Name, true), (property.Name, (bool)property.GetValue(s_all)!));
        }
    }
}
