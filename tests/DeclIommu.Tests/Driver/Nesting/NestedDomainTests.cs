using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

public sealed class NestedDomainTests
{
    private const ulong Iova = 0x40_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void Devices_with_the_same_guest_domain_id_share_a_host_id_and_others_do_not()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu first = parent.CreateVirtualIommu();
        using VirtualIommu second = parent.CreateVirtualIommu();
        NestedDomain a = first.CreateNestedDomain(DriverMachine.GuestEntry(0));
        NestedDomain b = first.CreateNestedDomain(DriverMachine.GuestEntry(0));
        NestedDomain c = first.CreateNestedDomain(DriverMachine.GuestEntry(1));
        NestedDomain d = second.CreateNestedDomain(DriverMachine.GuestEntry(0));
        Assert.Equal(a.DomainId, b.DomainId);
        Assert.Equal(4, new[] { parent.DomainId, a.DomainId, c.DomainId, d.DomainId }.Distinct().Count());
        Assert.Equal([new(0, a.DomainId, 2), new(1, c.DomainId, 1)], first.Mappings);
        Assert.Equal([new(0, d.DomainId, 1)], second.Mappings);
        a.Dispose();
        Assert.Equal([new(0, b.DomainId, 1), new(1, c.DomainId, 1)], first.Mappings);
        b.Dispose();
        Assert.Equal([new(1, c.DomainId, 1)], first.Mappings);
        Assert.Equal(1, first.DomainIdsHeld);
    }

    [Fact]
    public void An_id_is_flushed_and_waited_for_before_it_is_free_again()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        parent.Map(Iova, Data, 0x1000, Permissions.Read);
        using VirtualIommu guest = parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 1 });
        NestedDomain old = guest.CreateNestedDomain(DriverMachine.GuestEntry(3));
        HostDomainId id = old.DomainId;
        old.Attach(machine.Endpoint(1));
        machine.Dma(machine.Endpoint(1), Iova);
        bool wasHeldUntilForgotten = false;
        machine.WhenPumped = () =>
        {
            if (machine.Cached(id).Count > 0)
            {
                wasHeldUntilForgotten = true;
                Assert.Equal(1, guest.DomainIdsHeld);
                Assert.Throws<DomainIdQuotaExceededException>(() => guest.CreateNestedDomain(DriverMachine.GuestEntry(4)));
            }
        };

        old.Dispose();
        Assert.True(wasHeldUntilForgotten);
        Assert.Empty(machine.Cached(id));
        Assert.Equal(0, guest.DomainIdsHeld);
        using NestedDomain next = guest.CreateNestedDomain(DriverMachine.GuestEntry(4));
    }

    [Fact]
    public void Guest_translation_is_set_only_if_the_guest_set_it()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu guest = parent.CreateVirtualIommu();
        DeviceTableEntry guestEntry = DriverMachine.GuestEntry(5) with { GuestCr3TableRoot = 0x5000, GuestIoValid = true, GuestCr3Levels = GuestCr3TableLevels.Two };
        using NestedDomain nested = guest.CreateNestedDomain(guestEntry);
        nested.Attach(machine.Endpoint(1));
        DeviceTableEntry entry = machine.Entry(machine.Endpoint(1));
        Assert.False(entry.GuestTranslationValid);
        Assert.Equal((0UL, false, GuestCr3TableLevels.One), (entry.GuestCr3TableRoot, entry.GuestIoValid, entry.GuestCr3Levels));
        Assert.Equal((true, true, true, true), (entry.IsValid, entry.TranslationValid, entry.ReadAllowed, entry.WriteAllowed));
        Assert.Equal(nested.DomainId.Value, entry.DomainId.Value);
    }

    [Fact]
    public void A_guest_entry_that_the_host_cannot_act_on_is_refused_for_its_reason_and_takes_no_id()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu guest = parent.CreateVirtualIommu();
        DeviceTableEntry good = DriverMachine.GuestEntry(5);
        Refused(GuestEntryFault.NotValid, default, "IsValid");
        Refused(GuestEntryFault.TranslationNotValid, good with { TranslationValid = false }, "TranslationValid");
        Refused(GuestEntryFault.HostField, good with { Mode = PagingMode.FourLevels }, "Mode");
        Refused(GuestEntryFault.HostField, good with { HostPageTableRoot = 0x1000 }, "HostPageTableRoot");
        Refused(GuestEntryFault.HostField, good with { HostAccessDirty = HostAccessDirtyMode.Accessed }, "HostAccessDirty");
        Refused(GuestEntryFault.NoGuestCr3Table, good with { GuestTranslationValid = true }, "GuestCr3TableRoot");
        Refused(GuestEntryFault.GuestTranslationUnsupported, good with { GuestTranslationValid = true, GuestCr3TableRoot = 0x1000 }, "GuestTranslationValid");
        Assert.Equal(0, guest.DomainIdsHeld);
        Assert.Empty(guest.Mappings);

        void Refused(GuestEntryFault fault, DeviceTableEntry entry, string field)
        {
            GuestEntryRefusedException refusal = Assert.Throws<GuestEntryRefusedException>(() => guest.CreateNestedDomain(entry));
            Assert.Equal((fault, field), (refusal.Fault, refusal.Field));
        }
    }

    [Fact]
    public void One_guest_can_exhaust_its_quota_but_not_the_host()
    {
        using DriverMachine machine = new();
        using ParentDomain parent = machine.Host.CreateParentDomain();
        using VirtualIommu greedy = parent.CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 100 });
        using VirtualIommu modest = parent.CreateVirtualIommu();
        for (ushort id = 0; id < 100; id++)
        {
            greedy.CreateNestedDomain(DriverMachine.GuestEntry(id));
        }

        Assert.Equal(100, Assert.Throws<DomainIdQuotaExceededException>(() => greedy.CreateNestedDomain(DriverMachine.GuestEntry(100))).Limit);
        greedy.CreateNestedDomain(DriverMachine.GuestEntry(99));
        modest.CreateNestedDomain(DriverMachine.GuestEntry(100));
    }
}
