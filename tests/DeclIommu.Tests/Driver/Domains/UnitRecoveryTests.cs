using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>A unit that failed, while it is not sure what it has forgotten, and while it starts over.</summary>
public sealed class UnitRecoveryTests : IDisposable
{
    private readonly DyingUnit _dying = new();

    public void Dispose() => _dying.Dispose();

    [Fact]
    public void A_flush_is_not_done_while_a_failed_unit_may_have_the_range_cached_under_an_id_that_was_given_up()
    {
        ParentDomain parent = _dying.Machine.Host.CreateParentDomain();
        parent.Map(DyingUnit.Iova, DyingUnit.Data, 0x1000, Permissions.Read);
        NestedDomain nested = parent.CreateVirtualIommu().CreateNestedDomain(DriverMachine.GuestEntry(3));
        HostDomainId id = nested.DomainId;
        IommuEndpoint endpoint = _dying.Machine.Endpoint(2);
        nested.Attach(endpoint);
        Assert.True(_dying.Machine.Dma(endpoint, DyingUnit.Iova).Succeeded);
        _dying.Kill();
        nested.Dispose();
        Assert.Throws<IommuUnitFailedException>(() => parent.Unmap(DyingUnit.Iova, 0x1000));
        Assert.NotEmpty(_dying.Machine.Cached(id));
        Assert.Equal(1, parent.UnconfirmedRanges);
        _dying.Recover();
        parent.Flush();
        Assert.Empty(_dying.Machine.Cached(id));
        Assert.Equal(0, parent.UnconfirmedRanges);
    }

    [Fact]
    public void Devices_are_blocked_while_their_unit_starts_over_and_reach_again_what_they_are_attached_to_afterwards()
    {
        int looks = 0;
        _dying.Machine.WhenPumped = () =>
        {
            if (looks++ == 0)
            {
                Assert.Equal(DeviceTableEntries.Blocked, _dying.Machine.Entry(_dying.Endpoint));
            }
        };
        _dying.Machine.Units[0].Recover();
        Assert.True(looks > 0);
        Assert.Equal(DyingUnit.Data, _dying.Machine.Dma(_dying.Endpoint, DyingUnit.Iova).PhysicalAddress);
    }
}
