using DeclIommu.Driver;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>What devices leave behind that come and go while another waits for the unit to forget.</summary>
public sealed class DepartureTests : IDisposable
{
    private const ulong Iova = 0x40_0000;

    // An entry, all that was cached, and the wait: the last of them is still to be done.
    private const int PumpsUntilForgotten = 3;

    private readonly DriverMachine _machine = new();
    private readonly ParentDomain _parent;
    private readonly NestedDomain _nested;
    private int _pumps;

    public DepartureTests()
    {
        _parent = _machine.Host.CreateParentDomain();
        _parent.Map(Iova, 0x200_0000, 0x1000, Permissions.Read);
        _nested = _parent.CreateVirtualIommu().CreateNestedDomain(DriverMachine.GuestEntry(7));
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Of_two_devices_that_leave_at_the_same_time_the_one_that_is_done_last_has_the_unit_forget_their_id()
    {
        IommuEndpoint first = Use(1);
        IommuEndpoint second = Use(2);
        WhenPumped(1, () => _nested.Detach(second));
        _nested.Detach(first);
        Assert.True(_pumps > 1);
        Assert.Empty(_machine.Cached(_nested.DomainId));
    }

    [Fact]
    public void What_a_device_has_used_that_came_and_went_after_the_unit_forgot_for_the_one_that_leaves_is_forgotten_too()
    {
        IommuEndpoint leaving = Use(1);
        WhenPumped(PumpsUntilForgotten, () =>
        {
            Assert.Empty(_machine.Cached(_nested.DomainId));
            IommuEndpoint passing = Use(2);
            Assert.NotEmpty(_machine.Cached(_nested.DomainId));
            _nested.Detach(passing);
        });
        _nested.Detach(leaving);
        Assert.True(_pumps > PumpsUntilForgotten);
        Assert.Empty(_machine.Cached(_nested.DomainId));
    }

    private IommuEndpoint Use(ushort device)
    {
        IommuEndpoint endpoint = _machine.Endpoint(device);
        _nested.Attach(endpoint);
        Assert.True(_machine.Dma(endpoint, Iova).Succeeded);
        return endpoint;
    }

    private void WhenPumped(int times, Action action) => _machine.WhenPumped = () =>
    {
        if (++_pumps == times)
        {
            action();
        }
    };
}
