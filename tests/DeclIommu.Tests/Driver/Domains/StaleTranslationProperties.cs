using CsCheck;
using DeclIommu.Device;
using DeclIommu.Driver;
using DeclIommu.Formats;
using DeclIommu.Memory;
using Xunit;

namespace DeclIommu.Tests.Driver;

/// <summary>Random histories over two units whose caches never forget by themselves: whatever a device can still use after an operation must be what the page table says.</summary>
public sealed class StaleTranslationProperties
{
    private const int Pages = 24;
    private const int Parents = 2;
    private const ulong Iova = 0x3FF_0000;
    private const ulong Data = 0x200_0000;

    [Fact]
    public void No_device_ever_gets_a_translation_that_its_domain_no_longer_has() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 63], Gen.Int[0, 63], Gen.Int[1, Pages]).Array[5, 40].Sample(
            operations =>
            {
                using DriverMachine machine = new(units: 2);
                new History(machine).Run(operations);
            },
            iter: 60);

    private sealed class History
    {
        private readonly DriverMachine _machine;
        private readonly IommuEndpoint[] _endpoints;
        private readonly ParentDomain[] _parents;
        private readonly VirtualIommu[] _guests;
        private readonly (ulong Physical, Permissions Permissions)?[][] _tables = [new (ulong, Permissions)?[Pages], new (ulong, Permissions)?[Pages]];
        private readonly List<NestedDomain> _nested = [];
        private readonly IommuDomain?[] _attachments;

        public History(DriverMachine machine)
        {
            _machine = machine;
            _parents = [machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 2 }), machine.Host.CreateParentDomain(new ParentDomainOptions { Levels = 2 })];
            _guests = [.. Enumerable.Range(0, 3).Select(index => _parents[index % Parents].CreateVirtualIommu(new VirtualIommuOptions { DomainIdQuota = 3 }))];
            _endpoints = [.. Enumerable.Range(0, 6).Select(index => machine.Endpoint((ushort)index, unit: index % 2))];
            _attachments = new IommuDomain?[_endpoints.Length];
        }

        public void Run((int Kind, int First, int Second, int Count)[] operations)
        {
            foreach ((int kind, int first, int second, int count) in operations)
            {
                Apply(kind, first, second, count);
                CheckIds();
                Array.ForEach(_endpoints, CheckDevice);
            }

            Array.ForEach(_parents, static parent => parent.Dispose());
            Array.ForEach(_machine.Units, unit => Assert.Empty(_machine.Model(unit.Index).TranslationCache.Snapshot()));
            Assert.Equal(0, _machine.Host.QuarantinedDomainIds);
        }

        private void Apply(int kind, int first, int second, int count)
        {
            switch (kind)
            {
                case 0 or 1:
                    Map(first % Parents, second % Pages, count, 1 + (first % 3));
                    break;
                case 2:
                    Unmap(first % Parents, second % Pages, count);
                    break;
                case 3:
                    Protect(first % Parents, second % Pages, count, 1 + (first % 3));
                    break;
                case 4:
                    Create(_guests[first % _guests.Length], (ushort)(second % 4));
                    break;
                case 5 when _nested.Count > 0:
                    Destroy(_nested[first % _nested.Count]);
                    break;
                case 6 when _nested.Count > 0:
                    Attach(second % _endpoints.Length, _nested[first % _nested.Count]);
                    break;
                case 7:
                    Attach(second % _endpoints.Length, _parents[first % Parents]);
                    break;
                case 8:
                    _attachments[first % _endpoints.Length]?.Detach(_endpoints[first % _endpoints.Length]);
                    _attachments[first % _endpoints.Length] = null;
                    break;
                case 9 when second % 8 == 0:
                    // Far up, so that the table grows under live devices.
                    _parents[first % Parents].Map((1UL << 41) + ((ulong)second * 0x10_0000), Data, 0x1000, Permissions.Read);
                    _parents[first % Parents].Unmap((1UL << 41) + ((ulong)second * 0x10_0000), 0x1000);
                    break;
            }
        }

        private void Map(int parent, int page, int count, int permissions)
        {
            count = Math.Min(count, Pages - page);
            ulong physical = Data + ((ulong)(page + (8 * permissions)) * 0x1000);
            if (Enumerable.Range(page, count).Any(index => _tables[parent][index] is not null))
            {
                Assert.Throws<MappingException>(() => _parents[parent].Map(AddressOf(page), physical, (ulong)count * 0x1000, (Permissions)permissions));
                return;
            }

            _parents[parent].Map(AddressOf(page), physical, (ulong)count * 0x1000, (Permissions)permissions);
            for (int index = 0; index < count; index++)
            {
                _tables[parent][page + index] = (physical + ((ulong)index * 0x1000), (Permissions)permissions);
            }
        }

        private void Unmap(int parent, int page, int count)
        {
            count = Math.Min(count, Pages - page);
            int mapped = Enumerable.Range(page, count).Count(index => _tables[parent][index] is not null);
            Assert.Equal((ulong)mapped * 0x1000, _parents[parent].Unmap(AddressOf(page), (ulong)count * 0x1000));
            Array.Clear(_tables[parent], page, count);
        }

        private void Protect(int parent, int page, int count, int permissions)
        {
            count = Math.Min(count, Pages - page);
            _parents[parent].Protect(AddressOf(page), (ulong)count * 0x1000, (Permissions)permissions);
            for (int index = page; index < page + count; index++)
            {
                _tables[parent][index] = _tables[parent][index] is { } entry ? (entry.Physical, (Permissions)permissions) : null;
            }
        }

        private void Create(VirtualIommu guest, ushort id)
        {
            bool isOverQuota = guest.Mappings.Count == 3 && guest.Mappings.All(mapping => mapping.GuestDomainId != id);
            if (isOverQuota)
            {
                Assert.Throws<DomainIdQuotaExceededException>(() => guest.CreateNestedDomain(DriverMachine.GuestEntry(id)));
            }
            else
            {
                _nested.Add(guest.CreateNestedDomain(DriverMachine.GuestEntry(id)));
            }
        }

        private void Destroy(NestedDomain domain)
        {
            domain.Dispose();
            _nested.Remove(domain);
            for (int index = 0; index < _attachments.Length; index++)
            {
                _attachments[index] = ReferenceEquals(_attachments[index], domain) ? null : _attachments[index];
            }
        }

        private void Attach(int endpoint, IommuDomain domain)
        {
            domain.Attach(_endpoints[endpoint]);
            _attachments[endpoint] = domain;
        }

        private void CheckIds()
        {
            IEnumerable<(object Owner, HostDomainId Id)> owners = _nested.Select(domain => ((object)(domain.Guest, domain.GuestDomainId), domain.DomainId))
                .Concat(_parents.Select(parent => ((object)parent, parent.DomainId))).Distinct();
            Assert.All(owners.GroupBy(owner => owner.Id), static group => Assert.Single(group));
            HashSet<ushort> live = [.. owners.Select(owner => owner.Id.Value)];
            Assert.All(_machine.Units, unit => Assert.All(_machine.Model(unit.Index).TranslationCache.Snapshot(), entry => Assert.Contains(entry.DomainId.Value, live)));
        }

        private void CheckDevice(IommuEndpoint endpoint)
        {
            IommuDomain? domain = _attachments[Array.IndexOf(_endpoints, endpoint)];
            Assert.Same(domain, endpoint.Domain);
            ParentDomain? parent = (domain as NestedDomain)?.Guest.Parent ?? domain as ParentDomain;
            for (int page = 0; page < Pages; page++)
            {
                foreach (Permissions access in new[] { Permissions.Read, Permissions.Write })
                {
                    DmaResult result = _machine.Dma(endpoint, AddressOf(page) + 0x10, access);
                    (ulong Physical, Permissions Permissions)? expected = parent is null ? null : _tables[Array.IndexOf(_parents, parent)][page];
                    bool isAllowed = expected is { } entry && entry.Permissions.HasFlag(access);
                    Assert.True(isAllowed == result.Succeeded, $"{access} by {endpoint.DeviceId.Value} of page {page} gave {result.Outcome}, though the table says {expected} in {domain?.DomainId}.");
                    Assert.Equal(isAllowed ? expected!.Value.Physical + 0x10 : 0, result.PhysicalAddress);
                }
            }
        }

        private static ulong AddressOf(int page) => Iova + ((ulong)page * 0x1000);
    }
}
