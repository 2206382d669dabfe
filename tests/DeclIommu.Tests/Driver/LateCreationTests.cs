using DeclIommu.Driver;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>What is made in an owner that is gone.</summary>
public sealed class LateCreationTests
{
    [Fact]
    public void What_is_made_in_a_host_that_is_gone_is_refused_and_keeps_no_frame()
    {
        using DriverMachine machine = new(device: GuestUnits.Options);
        machine.Host.Dispose();
        int free = machine.Frames.FreeCount;
        Assert.Throws<ObjectDisposedException>(() => machine.Host.CreateParentDomain());
        Assert.Throws<ObjectDisposedException>(() => machine.Host.CreateGuestPageTable());
        Assert.Throws<ObjectDisposedException>(() => machine.Host.CreatePasidDomain());
        Assert.Equal(free, machine.Frames.FreeCount);
    }
}
