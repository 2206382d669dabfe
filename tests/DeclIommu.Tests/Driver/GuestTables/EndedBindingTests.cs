using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;

namespace DeclIommu.Tests.Driver;

/// <summary>What is left of a binding that has ended, and of guest tables that were disposed: nothing.</summary>
public sealed class EndedBindingTests : IDisposable
{
    private const ulong Address = 0x7F12_3456_7000;
    private const ulong Data = 0x200_0000;

    private readonly DriverMachine _machine = new(device: GuestUnits.Options);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_table_that_is_bound_no_longer_is_changed_without_a_command()
    {
        PasidDomain domain = _machine.Host.CreatePasidDomain();
        GuestPageTable table = _machine.Host.CreateGuestPageTable();
        domain.Attach(_machine.Endpoint(5));
        domain.Bind(new Pasid(3), table);
        table.Map(Address, Data, 0x2000, Permissions.Read);
        domain.Unbind(new Pasid(3));
        _machine.ClearRecords();
        table.Unmap(Address, 0x1000);
        Assert.Empty(_machine.Registers[0].Commands);
    }

    [Fact]
    public void A_caching_device_that_leaves_is_told_to_forget_the_PASIDs_that_are_still_bound_and_no_others()
    {
        PasidDomain domain = _machine.Host.CreatePasidDomain();
        GuestPageTable table = _machine.Host.CreateGuestPageTable();
        IommuEndpoint endpoint = _machine.Endpoint(5, options: new IommuEndpointOptions { CachesTranslations = true });
        domain.Attach(endpoint);
        domain.Bind(new Pasid(3), table);
        domain.Bind(new Pasid(9), table);
        domain.Unbind(new Pasid(3));
        _machine.ClearRecords();
        domain.Detach(endpoint);
        List<InvalidateIotlbPages> told = _machine.Registers[0].Of(CommandOpcode.InvalidateIotlbPages, static command => command.TryAs(out InvalidateIotlbPages pages) ? pages : default);
        Assert.Equal([9u], told.Where(static pages => pages.IsGuest).Select(static pages => pages.Pasid.Value).Distinct());
    }

    [Fact]
    public void Domains_and_tables_that_were_disposed_are_not_among_what_their_host_has_left()
    {
        _machine.Host.CreatePasidDomain().Dispose();
        _machine.Host.CreateGuestPageTable().Dispose();
        Assert.Equal(default, _machine.Host.Close());
    }
}
